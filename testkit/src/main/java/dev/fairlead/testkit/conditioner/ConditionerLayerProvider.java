package dev.fairlead.testkit.conditioner;

import dev.fairlead.Setting;
import dev.fairlead.Stack;
import dev.fairlead.Tcp;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerProvider;
import dev.fairlead.engine.spi.LayerSite;
import dev.fairlead.testkit.Conditioner;
import dev.fairlead.testkit.Link;
import dev.fairlead.testkit.LinkDirection;
import dev.fairlead.testkit.link.Impairment;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Makes layers of [Conditioner].
public final class ConditionerLayerProvider implements LayerProvider {
  /// Used by the service loader.
  public ConditionerLayerProvider() {}

  @Override
  public boolean makes(Stack<?> description) {
    return description instanceof Conditioner;
  }

  @Override
  public LayerFactory prepare(Stack<?> description, LayerSite site) {
    Conditioner<?> conditioner = (Conditioner<?>) description;
    RandomGenerator chance =
        conditioner.seed().isPresent()
            ? new Seeds(new AtomicLong(conditioner.seed().getAsLong()))
            : site.network().environment().random();
    return new Factory(conditioner.link(), site, chance, connectLimit(description));
  }

  private static Duration connectLimit(Stack<?> description) {
    for (Stack<?> each = description; each != null; each = each.below()) {
      if (each instanceof Tcp tcp) {
        return tcp.timers().connect();
      }
    }
    return Tcp.defaults().timers().connect();
  }

  /// The first connection gets the seed, the next one the number after it.
  private record Seeds(AtomicLong next) implements RandomGenerator {
    @Override
    public long nextLong() {
      return next.getAndIncrement();
    }
  }

  private record Factory(Link link, LayerSite site, RandomGenerator chance, Duration connectLimit)
      implements LayerFactory {
    @Override
    public List<Setting> settings() {
      return List.of(
          new Setting(
              "conditioner.link",
              link.toString(),
              Setting.Result.APPROXIMATED,
              "lookups, refusals and resets do not pass the link"));
    }

    @Override
    public String engine() {
      return "";
    }

    @Override
    public String engineReason() {
      return "";
    }

    @Override
    public long readyLimitNanos() {
      return 0;
    }

    @Override
    public boolean standsOnTransport() {
      return true;
    }

    @Override
    public Layer create() {
      SplittableRandom random = new SplittableRandom(chance.nextLong());
      LinkDirection out = site.server() ? link.down() : link.up();
      LinkDirection in = site.server() ? link.up() : link.down();
      Parts parts =
          new Parts(
              new Impairment(out, random.split()),
              new Impairment(in, random.split()),
              site.network().environment().ticker());
      return new ConditionerLayer(link, parts, site.server(), connectLimit);
    }
  }
}
