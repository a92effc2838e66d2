package dev.fairlead.testkit.dns;

import dev.fairlead.Bytes;
import dev.fairlead.core.resolve.wire.Decoded;
import dev.fairlead.core.resolve.wire.DnsMessage;
import dev.fairlead.core.resolve.wire.MessageReader;
import dev.fairlead.testkit.channel.Machine;
import dev.fairlead.testkit.tcp.TcpDoor;
import dev.fairlead.testkit.tcp.TcpSocket;
import dev.fairlead.testkit.udp.UdpSocket;
import dev.fairlead.testkit.udp.UdpUser;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A name server on a simulated host, over UDP and TCP.
public final class DnsServer {
  /// DNS's.
  public static final int PORT = 53;

  /// RFC 1035 §4.2.1, for who says nothing else; and what our stub says with EDNS.
  private static final int DATAGRAM_MAX = 1232;

  private static final int BACKLOG = 64;

  private final Machine machine;
  private final Zone zone;
  private final BooleanSupplier dns64;
  private @Nullable UdpSocket datagrams;
  private @Nullable TcpDoor door;

  /// @param dns64 whether IPv6 addresses are made up for names that have none (RFC 6147)
  public DnsServer(Machine machine, Zone zone, BooleanSupplier dns64) {
    this.machine = machine;
    this.zone = zone;
    this.dns64 = dns64;
  }

  /// Answers from now on at this address.
  ///
  /// @throws BindException when somebody else does
  public void listen(InetAddress address) throws BindException {
    InetSocketAddress here = new InetSocketAddress(address, PORT);
    datagrams = machine.udp().bind(here, false, new Asked());
    door = machine.tcp().listen(here, BACKLOG, this::called);
  }

  private final class Asked implements UdpUser {
    @Override
    public void arrived(InetSocketAddress source, InetSocketAddress destination, Bytes bytes) {
      answer(bytes, true, reply -> send(source, reply));
    }

    @Override
    public void heard(IOException why) {
      // Who asked is gone.
    }
  }

  private void send(InetSocketAddress to, Bytes reply) {
    UdpSocket socket = datagrams;
    try {
      if (socket != null) {
        socket.send(to, reply, null);
      }
    } catch (IOException noWay) {
      machine.host().net().journal().note(machine.host().name(), "cannot answer: " + noWay);
    }
  }

  private void called() {
    TcpDoor open = door;
    TcpSocket caller = open == null ? null : open.poll();
    if (caller != null) {
      new DnsStream(caller, this).begin();
    }
  }

  /// Answers one question, maybe later, maybe never.
  void answer(Bytes query, boolean datagram, Consumer<Bytes> to) {
    if (!(MessageReader.read(query.toByteArray()) instanceof Decoded.Message(DnsMessage message))
        || message.header().response()
        || message.asked().size() != 1) {
      return;
    }
    DnsMessage.Asked asked = message.asked().getFirst();
    Zone.Treatment treatment = zone.treatment(asked.name(), asked.type());
    note(asked, treatment);
    if (treatment.fate() == Zone.Fate.SILENT) {
      return;
    }
    Reply reply = new Reply(query);
    Bytes bytes =
        switch (treatment.fate()) {
          case FAILED -> reply.failed();
          case REFUSED -> reply.refused();
          case TRUNCATED -> datagram ? reply.truncated() : found(reply, asked);
          case ANSWERED, SILENT -> found(reply, asked);
        };
    Bytes fitting = datagram && bytes.length() > DATAGRAM_MAX ? reply.truncated() : bytes;
    machine.after(treatment.delayNanos(), () -> to.accept(fitting));
  }

  private Bytes found(Reply reply, DnsMessage.Asked asked) {
    return reply.of(zone.find(asked.name(), asked.type(), dns64.getAsBoolean()));
  }

  private void note(DnsMessage.Asked asked, Zone.Treatment treatment) {
    String question =
        ZoneRecord.typeName(asked.type()) + " " + asked.name().toLowerCase(java.util.Locale.ROOT);
    String fate =
        switch (treatment.fate()) {
          case ANSWERED -> zone.find(asked.name(), asked.type(), dns64.getAsBoolean()).words();
          case FAILED -> "SERVFAIL";
          case REFUSED -> "REFUSED";
          case SILENT -> "silence";
          case TRUNCATED -> "truncated";
        };
    machine
        .host()
        .net()
        .journal()
        .note(machine.host().name(), "is asked " + question + ": " + fate);
  }
}
