package dev.fairlead.testkit.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The options of a simulated channel: Netty's own, and those of sockets, kept by name. A channel
/// asks for those that mean something to it.
class SimConfig extends DefaultChannelConfig {
  private final Map<ChannelOption<?>, Object> socketOptions = new LinkedHashMap<>();

  SimConfig(Channel channel) {
    super(channel);
  }

  @Override
  public <T> @Nullable T getOption(ChannelOption<T> option) {
    @SuppressWarnings("unchecked")
    T kept = (T) socketOptions.get(option);
    return kept != null ? kept : super.getOption(option);
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    if (super.setOption(option, value)) {
      return true;
    }
    validate(option, value);
    if (value == null) {
      socketOptions.remove(option);
    } else {
      socketOptions.put(option, value);
    }
    return true;
  }

  boolean isOn(ChannelOption<Boolean> option) {
    return Boolean.TRUE.equals(getOption(option));
  }

  int number(ChannelOption<Integer> option, int otherwise) {
    Integer value = getOption(option);
    return value == null ? otherwise : value;
  }
}
