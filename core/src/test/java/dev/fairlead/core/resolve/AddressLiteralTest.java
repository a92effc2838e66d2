package dev.fairlead.core.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
    "::, 0:0:0:0:0:0:0:0",
    "::ffff:192.0.2.1, 192.0.2.1",
    "64:ff9b::192.0.2.1, 64:ff9b:0:0:0:0:c000:201"
  })
  void readsAddresses(String text, String address) {
    AddressLiteral literal = requireNonNull(AddressLiteral.parse(text));
    assertThat(literal.address().getHostAddress()).isEqualTo(address);
    assertThat(literal.zone()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1.2.3", "127.1", "0x7f.0.0.1", "010.0.0.1", "1.2.3.256", "1.2.3.4.", "1.2.3.4.5",
        "1..3.4", "+1.2.3.4", "1.2.3.٤", "example.com", "2001:db8:::1", "1::2::3", ":", "12345::",
        "fe80::1%", "fe80::1%a b", "[192.0.2.1]", "2001:db8::1]", "face", "dead.beef"
      })
  void refusesEverythingElse(String text) {
    assertThat(AddressLiteral.parse(text)).isNull();
  }

  @Test
  void keepsTheZoneOfAScopedAddress() {
    AddressLiteral literal = requireNonNull(AddressLiteral.parse("fe80::1%eth0"));
    assertThat(literal.zone()).isEqualTo("eth0");
    assertThat(literal.address().isLinkLocalAddress()).isTrue();
  }
}
