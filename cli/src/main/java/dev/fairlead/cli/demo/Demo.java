package dev.fairlead.cli.demo;

import dev.fairlead.Connection;
import dev.fairlead.Context;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.NetworkException;
import dev.fairlead.Preferences;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.Tcp;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plays the scenes, one after the other, with plain Java beside Fairlead.
public final class Demo {
  /// How long each of the three may try.
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /// A name where all is well, for practice.
  static final String PRACTICE = "practice." + Stage.DOMAIN;

  private final Page page;
  private final Stage stage;
  private final PlainJavaRun plainJava;
  private final Table table = new Table();

  private Demo(Page page, Stage stage) throws IOException {
    this.page = page;
    this.stage = stage;
    Map<String, List<InetAddress>> names = new LinkedHashMap<>();
    for (Scene scene : Scenes.ALL) {
      List<InetAddress> addresses = addresses(scene);
      names.put(scene.host(), addresses);
      boolean half = scene.trouble() == Scene.Trouble.NAME_HALF_ANSWERED;
      var zone = half ? DemoDns.Zone.withoutIpv6Answer(addresses) : DemoDns.Zone.of(addresses);
      stage.dns().add(scene.host(), zone);
    }
    List<InetAddress> healthy = List.of(stage.place().healthy());
    names.put(PRACTICE, healthy);
    stage.dns().add(PRACTICE, DemoDns.Zone.of(healthy));
    plainJava = new PlainJavaRun(stage, names);
  }

  /// Plays everything.
  ///
  /// @return whether Fairlead connected wherever it should
  public static boolean play(Page page) throws IOException {
    page.title("Fairlead beside plain Java, on loopback, with real sockets");
    page.text(
        "About 20 seconds. Everything happens on this machine: a small name server, servers and"
            + " trouble on loopback; no network and no privilege is needed. Plain Java runs in a"
            + " child process of the same JDK, which finds the same names with the same addresses"
            + " in the same order (jdk.net.hosts.file). Everybody has connected before for"
            + " practice, and gives up after "
            + Table.time(PATIENCE)
            + " (by default plain Java waits for minutes, or for ever).");
    try (Stage stage = new Stage()) {
      return new Demo(page, stage).play();
    }
  }

  private boolean play() throws IOException {
    boolean allWell = true;
    practise();
    int number = 1;
    for (Scene scene : Scenes.ALL) {
      page.title(number + ". " + scene.title());
      page.text(scene.tells());
      allWell &= play(scene);
      number++;
    }
    page.title("All together");
    page.lines(table.toString());
    page.text(Scenes.NOTE);
    page.title("And when nothing helps, the failure tells its story");
    failure();
    return allWell;
  }

  private List<InetAddress> addresses(Scene scene) {
    boolean onlyGood =
        scene.trouble() == Scene.Trouble.NONE
            || scene.trouble() == Scene.Trouble.NAME_HALF_ANSWERED;
    return onlyGood ? List.of(stage.place().healthy()) : stage.place().both();
  }

  private void practise() throws IOException {
    Endpoint endpoint = Endpoint.of(PRACTICE, stage.port(false));
    stage.network().connect(endpoint, Tcp.defaults(), preferences("practice")).close();
  }

  private boolean play(Scene scene) throws IOException {
    int port = stage.port(scene.tls());
    try (var _ = stage.trouble(scene.trouble(), port)) {
      Table.Row row = new Table.Row(scene.title());
      boolean withPlainJava = scene.trouble() != Scene.Trouble.NAME_HALF_ANSWERED;
      if (withPlainJava) {
        PlainJavaRun.Running socket = plainJava.start("socket", scene, port);
        PlainJavaRun.Running http = plainJava.start("http", scene, port);
        row = row.plainJava(socket.outcome(), http.outcome());
      }
      row = fairlead(scene, port, row);
      table.add(row);
      page.lines(row.toString());
      return row.fairleadConnected();
    }
  }

  private Table.Row fairlead(Scene scene, int port, Table.Row row) throws IOException {
    Endpoint endpoint = Endpoint.of(scene.host(), port);
    StreamStack<StreamConnection> stack = stack(scene.tls());
    if (scene.tls()) {
      practiseTls(port, stack);
    }
    StreamConnection connection = stage.network().open(endpoint, stack, preferences(scene.title()));
    long start = System.nanoTime();
    try {
      connection.ready();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return row.fairlead(took, "", connection.establishment().toString());
    } catch (NetworkException e) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return row.fairlead(took, "failed", String.valueOf(e.getMessage()));
    } finally {
      leave(connection);
    }
  }

  private void practiseTls(int port, StreamStack<StreamConnection> stack) throws IOException {
    Endpoint endpoint = Endpoint.of(PRACTICE, port);
    leave(stage.network().connect(endpoint, stack, preferences("practice")));
  }

  private StreamStack<StreamConnection> stack(boolean tls) throws IOException {
    return tls ? Tls.overTcp().trust(Trust.authorities(stage.keys().authority())) : Tcp.defaults();
  }

  /// Nothing that one scene learned may help another: each has its own context.
  private static Preferences preferences(String scene) {
    return Preferences.defaults().deadline(PATIENCE).context(Context.named(scene));
  }

  private void failure() throws IOException {
    String host = "lost." + Stage.DOMAIN;
    stage.dns().add(host, DemoDns.Zone.of(stage.place().both()));
    int port = stage.port(true);
    page.text(
        "The first address is silent, the second shows a certificate of an authority that nobody"
            + " here believes.");
    try (var _ = stage.trouble(Scene.Trouble.SILENT, port)) {
      // Without the demo's authority: only those that the Java runtime trusts.
      Endpoint endpoint = Endpoint.of(host, port);
      stage.network().connect(endpoint, Tls.overTcp(), preferences("lost")).abort();
    } catch (EstablishmentException e) {
      page.lines(String.valueOf(e.getMessage()));
    }
  }

  private static void leave(Connection connection) {
    var _ = connection.closeAsync();
  }
}
