package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.Scene.Trouble;
import java.util.List;

/// What is shown, in this order.
final class Scenes {
  static final List<Scene> ALL =
      List.of(
          new Scene(
              "nothing is broken",
              "A name with one address. This is what connecting costs when all is well.",
              "well." + Stage.DOMAIN,
              false,
              Trouble.NONE),
          new Scene(
              "the first address refuses",
              "A name with two addresses; on the first one nothing listens.",
              "refused." + Stage.DOMAIN,
              false,
              Trouble.REFUSES),
          new Scene(
              "the first address is silent",
              "The first of two addresses is a black hole: a firewall that drops, a host that is"
                  + " gone, a tunnel that leads nowhere.",
              "silent." + Stage.DOMAIN,
              false,
              Trouble.SILENT),
          new Scene(
              "the name server never answers for IPv6",
              "The question for IPv4 addresses is answered at once, the one for IPv6 addresses"
                  + " never. Fairlead gives IPv6 a head start of 50 ms and goes on.",
              "half." + Stage.DOMAIN,
              false,
              Trouble.NAME_HALF_ANSWERED),
          new Scene(
              "the first address never finishes TLS",
              "A box on the way accepts the connection and then says nothing. The race is won by"
                  + " the whole handshake, so it cannot win.",
              "mute." + Stage.DOMAIN,
              true,
              Trouble.MUTE),
          new Scene(
              "the first address shows a wrong certificate",
              "Another server, or somebody in between, stands at the first address.",
              "wrong." + Stage.DOMAIN,
              true,
              Trouble.WRONG_CERTIFICATE));

  static final String NOTE =
      "Plain Java is not shown where the name server is at fault: it asks the system's resolver,"
          + " which a demo without privilege cannot redirect, and which comes back only when every"
          + " question is answered or has timed out.";

  private Scenes() {}
}
