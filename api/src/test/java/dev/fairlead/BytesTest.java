package dev.fairlead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.CharacterCodingException;
import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void theOriginMayChangeAfterTheCopy() {
    byte[] origin = {1, 2, 3};
    Bytes bytes = Bytes.copyOf(origin);
    origin[0] = 9;
    assertThat(bytes.toByteArray()).containsExactly(1, 2, 3);
  }

  @Test
  void aSliceEqualsACopyOfTheSamePart() {
    Bytes bytes = Bytes.utf8("hello, world");
    assertThat(bytes.slice(7, 12))
        .isEqualTo(Bytes.utf8("world"))
        .hasSameHashCodeAs(Bytes.utf8("world"));
    assertThat(bytes.slice(7, 12).slice(1, 3).utf8()).isEqualTo("or");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> bytes.slice(7, 13));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> bytes.slice(7, 12).at(5));
  }

  @Test
  void aViewCannotBeWritten() {
    ByteBuffer view = Bytes.utf8("abc").slice(1, 3).asByteBuffer();
    assertThat(view.remaining()).isEqualTo(2);
    assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> view.put((byte) 1));
  }

  @Test
  void malformedTextIsReplacedOrRefused() throws CharacterCodingException {
    Bytes broken = Bytes.copyOf(new byte[] {'a', (byte) 0xff});
    assertThat(broken.utf8()).isEqualTo("a\ufffd");
    assertThatExceptionOfType(CharacterCodingException.class).isThrownBy(broken::strictUtf8);
    assertThat(Bytes.utf8("grün").strictUtf8()).isEqualTo("grün");
  }
}
