package dev.fairlead.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.AnswerSource;
import dev.fairlead.ExpiredDnsBehavior;
import dev.fairlead.Resolver;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.ResolverConfig.Options;
import dev.fairlead.core.resolve.SearchList;
import dev.fairlead.dns.testing.FakeDnsServer;
import dev.fairlead.engine.spi.AskContext;
import dev.fairlead.engine.spi.Caches;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.NameEvent;
import dev.fairlead.engine.spi.NameSource.Asking;
import dev.fairlead.engine.spi.Waiter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Where a test asks its questions: a name source with real sockets, files of its own and a clock
/// that can be put forward.
final class Desk implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  final LoopbackTransport transport = new LoopbackTransport();
  final AtomicLong ahead = new AtomicLong();
  final Path directory;
  final List<String> systemAsked = new ArrayList<>();
  final Map<String, List<String>> systemKnows = new HashMap<>();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final EventLoopGroup loops = transport.loops(2, Thread.ofPlatform().daemon().factory());
  private final OneContext caches = new OneContext();
  final DnsNameSource source;

  Desk(Path directory, Resolver resolver) {
    this(directory, resolver, () -> 53);
  }

  private Desk(Path directory, Resolver resolver, IntSupplier dnsPort) {
    this.directory = directory;
    Environment environment =
        new Environment(
            () -> System.nanoTime() + ahead.get(),
            InstantSource.system(),
            RandomGenerator.of("SecureRandom"),
            blocking,
            blocking,
            Thread.ofVirtual().factory(),
            Thread.ofPlatform().factory(),
            new NoWaiter());
    SystemFiles.Places places =
        new SystemFiles.Places(
            new NameTexts.Disk(
                directory.resolve("resolv.conf"),
                directory.resolve("hosts"),
                directory.resolve("nsswitch.conf")),
            dnsPort);
    DnsNameSource.Platform platform = new DnsNameSource.Platform(true, places, this::system);
    source = new DnsNameSource(new Services(environment, transport), resolver, platform);
  }

  static Desk with(Path directory, FakeDnsServer... servers) {
    InetSocketAddress[] addresses = new InetSocketAddress[servers.length];
    for (int i = 0; i < servers.length; i++) {
      addresses[i] = servers[i].address();
    }
    return new Desk(directory, Resolver.servers(addresses));
  }

  /// Goes by the files of `directory`; servers listen on the given port.
  static Desk reading(Path directory, IntSupplier dnsPort) {
    return new Desk(directory, Resolver.system(), dnsPort);
  }

  void file(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  /// Returns when the loops have done what they had to do.
  void settle() {
    loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
  }

  void later(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  AskContext how(ExpiredDnsBehavior expired) {
    return new AskContext(caches, loops.next(), expired, "path", false);
  }

  Asked ask(String name, RecordType type) {
    return ask(name, type, how(ExpiredDnsBehavior.PROHIBIT));
  }

  Asked ask(String name, RecordType type, AskContext how) {
    Asked asked = new Asked(how.loop());
    asked.asking = source.ask(new Question(name, type), how, asked::hear);
    return asked;
  }

  /// A wish for a [DnsClient] that asks one server.
  DnsClient.Ask wish(String name, FakeDnsServer server) {
    ServerList servers =
        new ServerList(List.of(server.address()), SearchList.none(), Options.defaults());
    Question question = new Question(name, RecordType.A);
    return new DnsClient.Ask(question, servers, loops.next(), new NameCache(), "path");
  }

  private InetAddress[] system(String name) throws UnknownHostException {
    synchronized (systemAsked) {
      systemAsked.add(name);
    }
    List<String> known = systemKnows.get(name);
    if (known == null) {
      throw new UnknownHostException(name + ": Name or service not known");
    }
    return known.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    blocking.shutdownNow();
    assertThat(transport.open()).as("sockets left open").isEmpty();
  }

  /// One question and what has been told about it.
  static final class Asked {
    private final EventLoop loop;
    private final BlockingQueue<NameEvent> events = new LinkedBlockingQueue<>();
    volatile Asking asking = () -> {};

    Asked(EventLoop loop) {
      this.loop = loop;
    }

    private void hear(NameEvent event) {
      assertThat(loop.inEventLoop()).as("told on the asker's loop").isTrue();
      events.add(event);
    }

    NameEvent next() throws InterruptedException {
      NameEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("nothing was told within " + PATIENCE_SECONDS + " s");
      }
      return event;
    }

    boolean hasHeardNothing() {
      return events.isEmpty();
    }

    /// The addresses of one `Added` and its source; the end must follow.
    List<String> addresses(AnswerSource from) throws InterruptedException {
      List<String> addresses = new ArrayList<>();
      NameEvent event = next();
      while (event instanceof NameEvent.Added added) {
        assertThat(added.origin().source()).isEqualTo(from);
        addresses.addAll(texts(added.records()));
        event = next();
      }
      assertThat(event).isInstanceOf(NameEvent.Finished.class);
      return addresses;
    }

    NameEvent.Finished finished() throws InterruptedException {
      return (NameEvent.Finished) next();
    }

    NameEvent.Failed failed() throws InterruptedException {
      return (NameEvent.Failed) next();
    }
  }

  static List<String> texts(List<DnsRecord> records) {
    List<String> texts = new ArrayList<>();
    for (DnsRecord record : records) {
      if (record instanceof DnsRecord.Address address) {
        texts.add(address.address().getHostAddress());
      }
    }
    return texts;
  }

  private static final class OneContext implements Caches {
    private final Map<Class<?>, Object> kinds = new HashMap<>();

    @Override
    public synchronized <T> T get(Class<T> kind, Supplier<? extends T> maker) {
      return kind.cast(kinds.computeIfAbsent(kind, k -> maker.get()));
    }

    @Override
    public String contextName() {
      return "test";
    }
  }

  private static final class NoWaiter implements Waiter {
    @Override
    public void park(Object blocker) {
      LockSupport.park(blocker);
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
      LockSupport.parkNanos(blocker, nanos);
    }

    @Override
    public void unpark(Thread thread) {
      LockSupport.unpark(thread);
    }
  }
}
