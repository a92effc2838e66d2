package dev.fairlead.core.resolve.wire;

import dev.fairlead.core.resolve.ServiceParameters;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of SVCB and HTTPS records (RFC 9460 §2.2). A key that we do not know is
/// kept by number only when it is mandatory: then the record must not be used, see
/// [ServiceParameters#isUnderstood].
final class ServiceReader {
  private static final int MANDATORY = 0;
  private static final int ALPN = 1;
  private static final int NO_DEFAULT_ALPN = 2;
  private static final int PORT = 3;
  private static final int IPV4_HINT = 4;
  private static final int ECH = 5;
  private static final int IPV6_HINT = 6;

  private final List<Integer> mandatory = new ArrayList<>();
  private final List<Integer> present = new ArrayList<>();
  private final List<String> alpn = new ArrayList<>();
  private final List<InetAddress> hints = new ArrayList<>();
  private boolean noDefaultAlpn;
  private @Nullable Integer port;
  private @Nullable String ech;

  private ServiceReader() {}

  static ServiceParameters read(WireInput data) {
    ServiceReader reader = new ServiceReader();
    int last = -1;
    while (data.hasMore()) {
      int key = data.u16();
      if (key <= last) {
        // RFC 9460 §2.2: keys in strictly increasing order, else the record is malformed.
        throw new MalformedMessage("service parameters are out of order", data.at());
      }
      last = key;
      reader.parameter(key, data.slice(data.u16()));
    }
    return reader.parameters(data.at());
  }

  private void parameter(int key, WireInput value) {
    present.add(key);
    switch (key) {
      case MANDATORY -> readMandatory(value);
      case ALPN -> readAlpn(value);
      case NO_DEFAULT_ALPN -> noDefaultAlpn = true;
      case PORT -> port = value.u16();
      case IPV4_HINT -> readHints(value, 4);
      case ECH -> ech = Base64.getEncoder().encodeToString(value.octets(value.remaining()));
      case IPV6_HINT -> readHints(value, 16);
      default -> value.octets(value.remaining());
    }
    if (value.hasMore()) {
      throw new MalformedMessage("service parameter " + key + " has a wrong length", value.at());
    }
  }

  private void readMandatory(WireInput value) {
    // RFC 9460 §8: at least one key, in strictly increasing order, never itself.
    int last = MANDATORY;
    do {
      int key = value.u16();
      if (key <= last) {
        throw new MalformedMessage("mandatory keys are out of order", value.at());
      }
      mandatory.add(key);
      last = key;
    } while (value.hasMore());
  }

  private void readAlpn(WireInput value) {
    // RFC 9460 §7.1.1: at least one, and none of them empty.
    do {
      int length = value.u8();
      if (length == 0) {
        throw new MalformedMessage("an empty ALPN identifier", value.at());
      }
      alpn.add(value.ascii(length));
    } while (value.hasMore());
  }

  private void readHints(WireInput value, int octets) {
    // RFC 9460 §7.3: an empty list of hints is malformed.
    do {
      hints.add(RecordReader.address(value, octets));
    } while (value.hasMore());
  }

  private ServiceParameters parameters(int at) {
    if (!present.containsAll(mandatory)) {
      // RFC 9460 §8: a mandatory key that is not there makes the record malformed.
      throw new MalformedMessage("a mandatory service parameter is missing", at);
    }
    if (noDefaultAlpn && alpn.isEmpty()) {
      // RFC 9460 §7.1.1: no-default-alpn without alpn is self-contradictory.
      throw new MalformedMessage("no-default-alpn without alpn", at);
    }
    return new ServiceParameters(alpn, noDefaultAlpn, port, hints, ech, mandatory);
  }
}
