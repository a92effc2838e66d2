package dev.fairlead.core.connect;

import static dev.fairlead.core.connect.Addresses.V4;
import static dev.fairlead.core.connect.Addresses.V4_B;
import static dev.fairlead.core.connect.Addresses.V6;
import static dev.fairlead.core.connect.Addresses.V6_B;
import static dev.fairlead.core.connect.Addresses.ips;
import static dev.fairlead.core.connect.Addresses.service;
import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;
import static dev.fairlead.core.resolve.RecordType.HTTPS;

import dev.fairlead.core.resolve.ServiceParameters;
import org.junit.jupiter.api.Test;

/// The figures of the draft as transcripts.
class DraftVectorsTest {
  private static final RacePlan PLAN =
      RacePlan.to("example.com", 443).withServices(RacePlan.Services.https("example.com", 443));

  private static Transcript race() {
    return Transcript.of(PLAN)
        .expect("query(HTTPS example.com)", "query(AAAA example.com)", "query(A example.com)");
  }

  @Test
  void d1Ipv6StartsWithItsAnswerAndIpv4Joins() {
    Transcript race = race();
    race.at(30).services(service(1, ".")).answer(AAAA, V6, V6_B);
    race.expect("start(1, [2001:db8::1]:443)", "wakeAt(280)");
    race.at(32).answer(A, V4, V4_B).expect();
    race.at(280).expect("start(2, 192.0.2.1:443)", "wakeAt(530)");
    race.at(530).expect("start(3, [2001:db8::2]:443)", "wakeAt(780)");
    race.at(780).expect("start(4, 192.0.2.2:443)");
  }

  @Test
  void d2Ipv4WaitsAndBothFamiliesStartWithTheAnswerForIpv6() {
    Transcript race = race();
    race.at(30).services(service(1, ".")).answer(A, V4, V4_B).expect("wakeAt(80)");
    race.at(40).answer(AAAA, V6, V6_B).expect("start(1, [2001:db8::1]:443)", "wakeAt(290)");
    race.at(290).expect("start(2, 192.0.2.1:443)", "wakeAt(540)");
  }

  @Test
  void d3Ipv4StartsAfterTheResolutionDelayAndIpv6Joins() {
    Transcript race = race();
    race.at(30).services(service(1, ".")).answer(A, V4, V4_B).expect("wakeAt(80)");
    race.at(80).expect("start(1, 192.0.2.1:443)", "wakeAt(330)");
    race.at(180).answer(AAAA, V6, V6_B).expect();
    race.at(330).expect("start(2, [2001:db8::1]:443)", "wakeAt(580)");
  }

  @Test
  void d4BothFamiliesWaitForServiceRecords() {
    Transcript race = race();
    race.at(30).answer(AAAA, V6, V6_B).expect("wakeAt(80)");
    race.answer(A, V4, V4_B).expect();
    race.at(40).services(service(1, ".")).expect("start(1, [2001:db8::1]:443)", "wakeAt(290)");
  }

  @Test
  void d5ServiceRecordsThatNeverComeCostTheResolutionDelay() {
    Transcript race = race();
    race.at(30).answer(AAAA, V6, V6_B).answer(A, V4, V4_B).expect("wakeAt(80)");
    race.at(80).expect("start(1, [2001:db8::1]:443)", "wakeAt(330)");
  }

  @Test
  void d6HintsStartTheRace() {
    Transcript race = race();
    var hints = ServiceParameters.NONE.withHints(ips(V6, V6_B, V4, V4_B));
    race.at(30).services(service(1, ".", hints));
    race.expect("start(1, [2001:db8::1]:443)", "wakeAt(280)");
    race.at(280).expect("start(2, 192.0.2.1:443)", "wakeAt(530)");
  }

  @Test
  void d7AnotherTargetIsAskedForAtOnceAndJoins() {
    Transcript race = race();
    race.at(30).services(service(1, "."), service(2, "alt.example.com"));
    race.expect("query(AAAA alt.example.com)", "query(A alt.example.com)");
    race.answer(AAAA, V6).answer(A, V4).expect("start(1, [2001:db8::1]:443)", "wakeAt(280)");
    race.at(60).answer("alt.example.com", AAAA, V6_B).answer("alt.example.com", A, V4_B).expect();
    race.at(280).expect("start(2, 192.0.2.1:443)", "wakeAt(530)");
    race.at(530).expect("start(3, [2001:db8::2]:443)", "wakeAt(780)");
    race.at(780).expect("start(4, 192.0.2.2:443)");
  }

  @Test
  void d8OnIpv4AloneNobodyAsksForIpv6() {
    Transcript race = Transcript.of(PLAN.withConnectivity(Connectivity.IPV4));
    race.expect("query(HTTPS example.com)", "query(A example.com)");
    race.at(30).answer(A, V4, V4_B).expect("wakeAt(80)");
    race.at(40).none(HTTPS).expect("start(1, 192.0.2.1:443)", "wakeAt(290)");
  }
}
