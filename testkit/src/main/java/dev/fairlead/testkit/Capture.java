package dev.fairlead.testkit;

import dev.fairlead.testkit.net.Content;
import dev.fairlead.testkit.net.Datagram;
import dev.fairlead.testkit.net.Host;
import dev.fairlead.testkit.net.IcmpError;
import dev.fairlead.testkit.net.Packet;
import dev.fairlead.testkit.net.Port;
import dev.fairlead.testkit.net.Segment;
import dev.fairlead.testkit.pcap.Packet.Flag;
import dev.fairlead.testkit.pcap.Packet.Kind;
import dev.fairlead.testkit.pcap.Packet.Tcp;
import dev.fairlead.testkit.pcap.Packet.Udp;
import dev.fairlead.testkit.pcap.PcapngWriter;
import dev.fairlead.testkit.pcap.PcapngWriter.Direction;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes packets into a capture file: of one host all that it sends and gets, or of all hosts what
/// they send. A packet that its link loses at once has the reason as its comment.
final class Capture implements AutoCloseable {
  private final PcapngWriter writer;
  private final LongSupplier epochNanos;
  private final @Nullable Host only;
  private final Map<Port, Integer> interfaces = new HashMap<>();

  /// The last packet that left, until it is known whether it is lost at once.
  private @Nullable Held held;

  private record Held(long nanos, Port port, Packet packet) {}

  private Capture(PcapngWriter writer, LongSupplier epochNanos, @Nullable Host only) {
    this.writer = writer;
    this.epochNanos = epochNanos;
    this.only = only;
  }

  /// @param only the host whose packets are written, null for all
  /// @param comment for people who open the file
  static Capture into(Path file, LongSupplier epochNanos, @Nullable Host only, String comment) {
    try {
      BufferedOutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
      return new Capture(new PcapngWriter(out, comment), epochNanos, only);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void sent(Port from, Packet packet) {
    release("");
    if (from.node() instanceof Host host && (only == null || only == host)) {
      held = new Held(epochNanos.getAsLong(), from, packet);
    }
  }

  void arrived(Port at, Packet packet) {
    release("");
    if (at.node() instanceof Host host && only == host) {
      write(new Held(epochNanos.getAsLong(), at, packet), Direction.INBOUND, "");
    }
  }

  @SuppressWarnings("ReferenceEquality") // This very packet is meant.
  void lost(Packet packet, String why) {
    Held last = held;
    release(last != null && last.packet == packet ? why : "");
  }

  private void release(String comment) {
    Held last = held;
    if (last != null) {
      held = null;
      write(last, Direction.OUTBOUND, comment);
    }
  }

  private void write(Held seen, Direction direction, String comment) {
    try {
      Integer number = interfaces.get(seen.port);
      if (number == null) {
        number = writer.addInterface(seen.port.toString(), "");
        interfaces.put(seen.port, number);
      }
      writer.add(seen.nanos, number, direction, packet(seen.packet), comment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static dev.fairlead.testkit.pcap.Packet packet(Packet packet) {
    return new dev.fairlead.testkit.pcap.Packet(
        packet.source(), packet.destination(), content(packet.content()));
  }

  private static dev.fairlead.testkit.pcap.Packet.Content content(Content content) {
    return switch (content) {
      case Segment segment ->
          new Tcp(
              flags(segment.flags()),
              segment.sequence(),
              segment.acknowledgement(),
              (int) Math.min(Integer.MAX_VALUE, segment.window()),
              segment.maximumSize(),
              segment.bytes());
      case Datagram datagram -> new Udp(datagram.bytes());
      case IcmpError error ->
          new dev.fairlead.testkit.pcap.Packet.IcmpError(
              kind(error.kind()), error.mtu(), packet(error.about()));
    };
  }

  private static EnumSet<Flag> flags(Segment.Flags set) {
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    add(flags, set.syn(), Flag.SYN);
    add(flags, set.ack(), Flag.ACK);
    add(flags, set.fin(), Flag.FIN);
    add(flags, set.rst(), Flag.RST);
    add(flags, set.psh(), Flag.PSH);
    return flags;
  }

  private static void add(EnumSet<Flag> flags, boolean set, Flag flag) {
    if (set) {
      flags.add(flag);
    }
  }

  private static Kind kind(IcmpError.Kind kind) {
    return switch (kind) {
      case TOO_BIG -> Kind.TOO_BIG;
      case NO_ROUTE -> Kind.NO_ROUTE;
      case HOST_UNREACHABLE -> Kind.HOST_UNREACHABLE;
      case PORT_UNREACHABLE -> Kind.PORT_UNREACHABLE;
    };
  }

  /// The file is complete.
  @Override
  public void close() {
    try {
      release("");
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
