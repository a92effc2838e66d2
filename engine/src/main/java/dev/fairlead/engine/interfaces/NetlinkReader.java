package dev.fairlead.engine.interfaces;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads links, addresses and routes out of the messages of rtnetlink (RFC 3549).
final class NetlinkReader {
  static final int GET_LINK = 18;
  static final int GET_ADDRESS = 22;
  static final int GET_ROUTE = 26;

  private static final int DONE = 3;
  private static final int ERROR = 2;
  private static final int NEW_LINK = 16;
  private static final int NEW_ADDRESS = 20;
  private static final int NEW_ROUTE = 24;
  private static final int HEADER = 16;
  private static final int REQUEST_DUMP = 0x1 | 0x300;

  private static final int UP = 0x1;
  private static final int LOWER_UP = 0x10000;
  private static final int TENTATIVE_OR_FAILED = 0x40 | 0x08;
  private static final int CLONED = 0x200;
  private static final int UNICAST = 1;
  private static final int LOCAL_TABLE = 255;
  private static final int INET6 = 10;

  /// Machines that carry the Internet's whole table need not be read to the end.
  private static final int ROUTES_MAX = 4096;

  private final Map<Integer, Link> links = new TreeMap<>();
  private final List<Address> addresses = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();

  /// An interface.
  ///
  /// @param hardware the kernel's type of link (`ARPHRD_…`)
  record Link(int index, String name, int hardware, boolean up, int mtu) {}

  /// An address of an interface.
  record Address(int index, InetAddress address, int prefixLength) {}

  /// A route.
  ///
  /// @param destination null for the default route
  /// @param gateway null when the destination is on the link
  record Route(
      int index,
      boolean ipv4,
      @Nullable InetAddress destination,
      @Nullable InetAddress gateway,
      long priority) {}

  /// A request for everything of one kind.
  static byte[] request(int kind) {
    ByteBuffer request = ByteBuffer.allocate(HEADER + 4).order(ByteOrder.nativeOrder());
    request.putInt(HEADER + 4).putShort((short) kind).putShort((short) REQUEST_DUMP);
    return request.putInt(1).putInt(0).array();
  }

  /// Takes the messages of one answer.
  ///
  /// @return whether the answer is complete
  boolean take(ByteBuffer messages) throws IOException {
    while (messages.remaining() >= HEADER) {
      int start = messages.position();
      int length = messages.getInt(start);
      if (length < HEADER || length > messages.remaining()) {
        throw new IOException("a message of the routing socket is cut off");
      }
      int kind = messages.getShort(start + 4);
      if (kind == DONE) {
        return true;
      }
      if (kind == ERROR) {
        throw new IOException("the routing socket refuses to tell");
      }
      take(kind, messages.slice(start + HEADER, length - HEADER).order(messages.order()));
      messages.position(Math.min(messages.limit(), start + aligned(length)));
    }
    return false;
  }

  private void take(int kind, ByteBuffer body) throws IOException {
    switch (kind) {
      case NEW_LINK -> takeLink(body);
      case NEW_ADDRESS -> takeAddress(body);
      case NEW_ROUTE -> takeRoute(body);
      default -> {
        // Other kinds come in no answer to our questions.
      }
    }
  }

  private void takeLink(ByteBuffer body) {
    int flags = body.getInt(8);
    Map<Integer, ByteBuffer> attributes = attributes(body, 16);
    ByteBuffer name = attributes.get(3);
    ByteBuffer mtu = attributes.get(4);
    int index = body.getInt(4);
    links.put(
        index,
        new Link(
            index,
            name == null ? "" : text(name),
            Short.toUnsignedInt(body.getShort(2)),
            (flags & UP) != 0 && (flags & LOWER_UP) != 0,
            mtu == null ? 0 : mtu.getInt(0)));
  }

  private void takeAddress(ByteBuffer body) throws IOException {
    Map<Integer, ByteBuffer> attributes = attributes(body, 8);
    ByteBuffer wide = attributes.get(8);
    int flags = wide == null ? Byte.toUnsignedInt(body.get(2)) : wide.getInt(0);
    // On a point-to-point link the first attribute is the peer's address, the second is ours.
    ByteBuffer own = attributes.getOrDefault(2, attributes.get(1));
    // RFC 4862 §5.4: an address must not be used before it is known to be unique.
    if (own != null && (flags & TENTATIVE_OR_FAILED) == 0) {
      int index = body.getInt(4);
      addresses.add(new Address(index, address(own, index), Byte.toUnsignedInt(body.get(1))));
    }
  }

  private void takeRoute(ByteBuffer body) throws IOException {
    Map<Integer, ByteBuffer> attributes = attributes(body, 12);
    int table =
        attributes.containsKey(15) ? attributes.get(15).getInt(0) : Byte.toUnsignedInt(body.get(4));
    boolean cloned = (body.getInt(8) & CLONED) != 0;
    if (routes.size() == ROUTES_MAX || cloned || table == LOCAL_TABLE || body.get(7) != UNICAST) {
      return;
    }
    ByteBuffer out = attributes.get(4);
    ByteBuffer hops = attributes.get(9);
    int index =
        out != null ? out.getInt(0) : hops != null && hops.remaining() >= 8 ? hops.getInt(4) : 0;
    ByteBuffer destination = attributes.get(1);
    ByteBuffer gateway = attributes.get(5);
    ByteBuffer priority = attributes.get(6);
    boolean isDefault = body.get(1) == 0;
    routes.add(
        new Route(
            index,
            body.get(0) != INET6,
            isDefault || destination == null ? null : address(destination, index),
            gateway == null ? null : address(gateway, index),
            priority == null ? 0 : Integer.toUnsignedLong(priority.getInt(0))));
  }

  private static Map<Integer, ByteBuffer> attributes(ByteBuffer body, int from) {
    Map<Integer, ByteBuffer> found = new TreeMap<>();
    int at = from;
    while (at + 4 <= body.limit()) {
      int length = Short.toUnsignedInt(body.getShort(at));
      if (length < 4 || at + length > body.limit()) {
        break;
      }
      int kind = body.getShort(at + 2) & 0x3fff;
      found.put(kind, body.slice(at + 4, length - 4).order(body.order()));
      at += aligned(length);
    }
    return found;
  }

  private static InetAddress address(ByteBuffer attribute, int index) throws IOException {
    byte[] bytes = new byte[attribute.remaining()];
    attribute.get(0, bytes);
    try {
      if (bytes.length != 16) {
        return InetAddress.getByAddress(bytes);
      }
      Inet6Address plain = Inet6Address.getByAddress(null, bytes, -1);
      return plain.isLinkLocalAddress() ? Inet6Address.getByAddress(null, bytes, index) : plain;
    } catch (UnknownHostException e) {
      throw new IOException("an address of the routing socket has a strange length", e);
    }
  }

  private static String text(ByteBuffer attribute) {
    byte[] bytes = new byte[attribute.remaining()];
    attribute.get(0, bytes);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /// Everything in these messages begins at a multiple of four.
  private static int aligned(int length) {
    return (length + 3) & ~3;
  }

  Map<Integer, Link> links() {
    return links;
  }

  List<Address> addresses() {
    return addresses;
  }

  List<Route> routes() {
    return routes;
  }
}
