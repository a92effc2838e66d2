package dev.fairlead.tls;

import dev.fairlead.engine.spi.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Below the engine: looks at what the peer sends until the handshake is done, so that a failure
/// can be named even when the engine cannot. Runs on the loop.
final class TlsWire extends ChannelInboundHandlerAdapter {
  private static final int KEPT = 64;
  private static final int RECORD_HEADER = 5;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int TLS_1_2 = 0x0303;
  private static final byte[] NO_APPLICATION_PROTOCOL = {ALERT, 3, 3, 0, 2, 2, 120};

  private final Ticker ticker;
  private final @Nullable OfferedProtocols offered;
  private final byte[] first = new byte[KEPT];
  private int firstLength;

  /// The header of the current record as far as it came, and the two first bytes after it.
  private final int[] record = new int[RECORD_HEADER + 2];

  private int recordAt;
  private int recordLeft;

  private boolean watching = true;
  private long startedNanos;
  private long answeredNanos;
  private @Nullable Alert alert;

  /// @param offered looks for a protocol in common, null when the engine does
  TlsWire(Ticker ticker, @Nullable OfferedProtocols offered) {
    this.ticker = ticker;
    this.offered = offered;
  }

  /// The first flight left.
  void started() {
    startedNanos = ticker.nanos();
  }

  /// The handshake is done: nothing is looked at any more.
  void stop() {
    watching = false;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.fireChannelActive();
    started();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (watching && message instanceof ByteBuf bytes) {
      look(bytes);
      if (offered != null && offered.refuse(bytes)) {
        bytes.release();
        refuse(ctx);
        return;
      }
    }
    ctx.fireChannelRead(message);
  }

  // RFC 7301 §3.2: nothing in common is a fatal alert. The engine has not seen the whole hello.
  private void refuse(ChannelHandlerContext ctx) {
    watching = false;
    var _ = ctx.writeAndFlush(Unpooled.wrappedBuffer(NO_APPLICATION_PROTOCOL), ctx.voidPromise());
    ctx.fireUserEventTriggered(
        new SslHandshakeCompletionEvent(
            new SSLHandshakeException("no application protocol in common")));
  }

  private void look(ByteBuf bytes) {
    if (firstLength == 0) {
      answeredNanos = ticker.nanos();
    }
    int more = Math.min(bytes.readableBytes(), KEPT - firstLength);
    bytes.getBytes(bytes.readerIndex(), first, firstLength, more);
    firstLength += more;
    follow(bytes);
  }

  // RFC 8446 §5.1: type, version, length, then the fragment.
  private void follow(ByteBuf bytes) {
    for (int at = bytes.readerIndex(); at < bytes.writerIndex(); ) {
      if (recordAt < record.length) {
        record[recordAt++] = bytes.getUnsignedByte(at++);
        if (recordAt == RECORD_HEADER) {
          recordLeft = record[3] << 8 | record[4];
        } else if (recordAt > RECORD_HEADER) {
          recordLeft--;
        }
        if (recordAt == record.length) {
          seen();
        }
      } else {
        int skipped = Math.min(recordLeft, bytes.writerIndex() - at);
        recordLeft -= skipped;
        at += skipped;
      }
      if (recordAt >= RECORD_HEADER && recordLeft <= 0) {
        recordAt = 0;
      }
    }
  }

  private void seen() {
    // An alert in the clear has two bytes; an encrypted one has more.
    if (record[0] == ALERT && (record[3] << 8 | record[4]) == 2) {
      alert = Alert.of(record[6]);
    }
  }

  /// The alert that came in the clear.
  Optional<Alert> alert() {
    return Optional.ofNullable(alert);
  }

  /// Whether anything came.
  boolean answered() {
    return firstLength > 0;
  }

  /// From our first flight to the first byte of the answer.
  Optional<Duration> roundTrip() {
    return firstLength > 0 && startedNanos != 0
        ? Optional.of(Duration.ofNanos(answeredNanos - startedNanos))
        : Optional.empty();
  }

  /// The version in the peer's hello when that is older than TLS 1.2: `TLS 1.1`.
  Optional<String> oldVersion() {
    int at = RECORD_HEADER + 4;
    if (firstLength < at + 2 || first[0] != HANDSHAKE) {
      return Optional.empty();
    }
    int version = (first[at] & 0xff) << 8 | (first[at + 1] & 0xff);
    return switch (version) {
      case 0x0300 -> Optional.of("SSL 3.0");
      case 0x0301 -> Optional.of("TLS 1.0");
      case 0x0302 -> Optional.of("TLS 1.1");
      default -> version < TLS_1_2 ? Optional.of("an old version of SSL") : Optional.empty();
    };
  }

  /// What the peer speaks instead of TLS, empty when it may be TLS.
  Optional<String> otherProtocol() {
    boolean mayBeTls = firstLength == 0 || (first[0] >= 20 && first[0] <= 24);
    if (mayBeTls && (firstLength < 2 || first[1] == 3)) {
      return Optional.empty();
    }
    String text = new String(first, 0, firstLength, StandardCharsets.ISO_8859_1);
    if (!text.chars().limit(4).allMatch(c -> c >= ' ' && c < 127)) {
      return Optional.of("something else; its first bytes are " + hex());
    }
    String line = text.lines().findFirst().orElse("");
    return Optional.of(protocol(text) + ": \"" + printable(line) + "\"");
  }

  private static String protocol(String text) {
    if (text.startsWith("HTTP/")
        || text.matches("(?s)(GET|HEAD|POST|PUT|OPTIONS|CONNECT|DELETE|PATCH|PRI) .*")) {
      return "plain HTTP";
    }
    if (text.startsWith("SSH-")) {
      return "SSH";
    }
    if (text.startsWith("220")) {
      return text.contains("FTP") && !text.contains("SMTP") ? "FTP" : "SMTP in the clear";
    }
    if (text.startsWith("* OK")) {
      return "IMAP in the clear";
    }
    return text.startsWith("+OK") ? "POP3 in the clear" : "something else";
  }

  private static String printable(String line) {
    return line.replaceAll("[^\\x20-\\x7e]", ".");
  }

  private String hex() {
    return HexFormat.ofDelimiter(" ").formatHex(first, 0, Math.min(16, firstLength));
  }
}
