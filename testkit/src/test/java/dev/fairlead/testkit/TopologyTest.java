package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.InterfaceType;
import dev.fairlead.Path;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import dev.fairlead.testkit.junit.Simulated;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Routers, NATs, interfaces.
class TopologyTest {
  @Simulated
  void packetsFindTheirWayOverThreeRoutersAndAnotherWhenALinkGoes(SimWorld world) {
    SimRouter r1 = world.router("r1");
    SimRouter r2 = world.router("r2");
    SimRouter r3 = world.router("r3");
    SimHost a = world.host("a");
    SimHost b = world.host("b");
    Link hop = Link.perfect().delay(Duration.ofMillis(10));
    world.link(a, r1, hop);
    SimLink direct = world.link(r1, r3, hop);
    world.link(r1, r2, hop);
    world.link(r2, r3, hop);
    world.link(r3, b, hop);
    b.network().listen(80, Tcp.defaults());
    connect(a, "b.test");
    assertThat(world.elapsed()).isBetween(Duration.ofMillis(60), Duration.ofMillis(61));
    direct.down();
    Duration before = world.elapsed();
    connect(a, "b.test");
    assertThat(world.elapsed().minus(before))
        .isBetween(Duration.ofMillis(80), Duration.ofMillis(81));
  }

  @Simulated
  void behindANatTheServerSeesTheNat(SimWorld world) {
    SimRouter internet = world.router("internet");
    SimHost server = world.host("server");
    world.link(server, internet, Link.ethernet());
    SimNat home = world.nat("home", internet, Link.dsl(), Link.ethernet());
    SimHost laptop = world.host("laptop");
    home.join(laptop);
    var door = server.network().listen(80, Tcp.defaults());
    StreamConnection c = connect(laptop, "server.test");
    StreamConnection served = door.accept();
    assertThat(laptop.ipv4().getHostAddress()).startsWith("192.168.");
    assertThat(served.endpoint().toString()).startsWith("198.18.");
    served.send("hello");
    assertThat(c.receiveExactly(5).utf8()).isEqualTo("hello");
    home.rebind();
    served.send("lost");
    world.run(Duration.ofSeconds(1));
    world.transcript().assertHappened("home loses", "no mapping");
  }

  @Simulated
  void behindANat64AnIpv4ServerIsReachedByIpv6(SimWorld world) {
    SimRouter internet = world.router("internet");
    SimHost server = world.host("server");
    SimInterface old = server.networkInterface("eth0");
    world.link(old, internet, Link.ethernet());
    old.removeAddress(server.ipv6());
    SimNat carrier = world.nat64("carrier", internet, Link.lte(), Link.perfect());
    SimHost phone = world.host("phone");
    carrier.join(phone);
    var door = server.network().listen(80, Tcp.defaults());
    StreamConnection c = connect(phone, "server.test");
    Endpoint.Address target = (Endpoint.Address) c.establishment().winner().orElseThrow().target();
    assertThat(target.address()).isInstanceOf(Inet6Address.class);
    assertThat(target.address().getHostAddress()).startsWith("64:ff9b:");
    StreamConnection served = door.accept();
    assertThat(((Endpoint.Address) served.endpoint()).address()).isInstanceOf(Inet4Address.class);
    c.send("over six");
    assertThat(served.receiveExactly(8).utf8()).isEqualTo("over six");
    StreamConnection literal =
        phone
            .network()
            .connect(Endpoint.of(new InetSocketAddress(server.ipv4(), 80)), Tcp.defaults());
    literal.close();
  }

  @Simulated
  void aPhoneThatLosesItsWifiGoesOnOverTheMobileNetwork(SimWorld world) throws Exception {
    SimRouter internet = world.router("internet");
    SimHost server = world.host("server");
    world.link(server, internet, Link.ethernet());
    SimHost phone = world.host("phone");
    SimInterface wifi = phone.networkInterface("wifi", InterfaceType.WIFI);
    SimInterface mobile = phone.networkInterface("mobile", InterfaceType.CELLULAR);
    world.link(wifi, internet, Link.lossyWifi().loss(0));
    world.link(mobile, internet, Link.lte());
    server.network().listen(80, Tcp.defaults());
    SimQueue<Path> paths = world.queue();
    phone.network().paths().onChange(paths::put);
    assertThat(paths.take().preferredInterface().orElseThrow().name()).isEqualTo("wifi");
    assertThat(interfaceOf(connect(phone, "server.test"))).isEqualTo("wifi");
    wifi.remove();
    assertThat(paths.take().preferredInterface().orElseThrow().name()).isEqualTo("mobile");
    assertThat(interfaceOf(connect(phone, "server.test"))).isEqualTo("mobile");
  }

  @Simulated(seed = {3, 4})
  void aLanCanBeCutInTwo(SimWorld world) {
    SimHost a = world.host("a");
    SimHost b = world.host("b");
    SimLan lan = world.lan("office", Link.ethernet(), a, b);
    b.network().listen(80, Tcp.defaults());
    connect(a, "b.test").close();
    lan.cutOff(b);
    SimTask late = world.start("late", () -> connect(a, "b.test").close());
    world.run(Duration.ofMillis(2500));
    assertThat(late.isDone()).isFalse();
    lan.heal(b);
    late.join();
  }

  private static StreamConnection connect(SimHost from, String name) {
    return from.network().connect(Endpoint.of(name, 80), Tcp.defaults());
  }

  private static String interfaceOf(StreamConnection c) {
    return c.establishment().winner().orElseThrow().interfaceName().orElseThrow();
  }
}
