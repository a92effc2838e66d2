package dev.fairlead.engine.interfaces;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// A routing socket of Linux, by the functions of the C library. One thread uses it; only [#stop()]
/// may come from another.
final class NetlinkSocket implements KernelNews {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int EVENTFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
  private static final short POLLIN = 1;
  private static final int EINTR = 4;
  private static final int ENOBUFS = 105;

  /// Room for the changes of a busy moment; overflow is noticed and read again.
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  private static final long MESSAGE_BYTES_MAX = 64 * 1024;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_FIELD =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SOCKET =
      function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SEND =
      function("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV =
      function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle POLL = function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle EVENTFD = function("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle WRITE =
      function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);

  // Freed by the collector: closing memory that threads share stops all of them for a moment.
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment buffer = arena.allocate(MESSAGE_BYTES_MAX);
  private final int socket;
  private final int stopper;

  /// Guarded by this: after closing, the numbers may belong to others.
  private boolean closed;

  /// @param groups the changes to hear of, as bits; 0 for answers only
  NetlinkSocket(int groups) throws IOException {
    int opened = -1;
    int event = -1;
    try {
      opened = (int) check(() -> (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW_CLOEXEC, 0));
      int number = opened;
      MemorySegment size = arena.allocateFrom(JAVA_INT, RECEIVE_BUFFER_BYTES);
      check(() -> (int) SETSOCKOPT.invokeExact(state, number, SOL_SOCKET, SO_RCVBUF, size, 4));
      MemorySegment address = arena.allocate(12);
      address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
      address.set(JAVA_INT, 8, groups);
      check(() -> (int) BIND.invokeExact(state, number, address, 12));
      event = (int) check(() -> (int) EVENTFD.invokeExact(state, 0, EVENTFD_CLOEXEC_NONBLOCK));
    } catch (IOException e) {
      closeQuietly(opened);
      throw e;
    }
    socket = opened;
    stopper = event;
  }

  /// Sends one request.
  void send(byte[] request) throws IOException {
    MemorySegment.copy(request, 0, buffer, JAVA_BYTE, 0, request.length);
    long length = request.length;
    check(() -> (long) SEND.invokeExact(state, socket, buffer, length, 0));
  }

  /// The content is valid until the next call.
  @Override
  public @Nullable ByteBuffer receive() throws IOException {
    return waitReadable(-1) ? read() : null;
  }

  @Override
  public boolean drain() throws IOException {
    boolean any = false;
    while (waitReadable(0)) {
      read();
      any = true;
    }
    return any;
  }

  private ByteBuffer read() throws IOException {
    try {
      long count =
          check(() -> (long) RECV.invokeExact(state, socket, buffer, MESSAGE_BYTES_MAX, 0));
      return buffer.asSlice(0, count).asByteBuffer().order(ByteOrder.nativeOrder());
    } catch (NetlinkException e) {
      if (e.errno == ENOBUFS || e.errno == EINTR) {
        return ByteBuffer.allocate(0);
      }
      throw e;
    }
  }

  private boolean waitReadable(int timeoutMillis) throws IOException {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment polled = local.allocate(16, 4);
      polled.set(JAVA_INT, 0, socket);
      polled.set(JAVA_SHORT, 4, POLLIN);
      polled.set(JAVA_INT, 8, stopper);
      polled.set(JAVA_SHORT, 12, POLLIN);
      while (true) {
        try {
          check(() -> (int) POLL.invokeExact(state, polled, 2L, timeoutMillis));
          return polled.get(JAVA_SHORT, 14) == 0 && polled.get(JAVA_SHORT, 6) != 0;
        } catch (NetlinkException e) {
          if (e.errno != EINTR) {
            throw e;
          }
        }
      }
    }
  }

  @Override
  public synchronized void stop() throws IOException {
    if (!closed) {
      try (Arena local = Arena.ofConfined()) {
        MemorySegment one = local.allocateFrom(JAVA_LONG, 1L);
        MemorySegment errors = local.allocate(STATE);
        long written = (long) WRITE.invokeExact(errors, stopper, one, 8L);
        if (written < 0) {
          throw new NetlinkException((int) ERRNO_FIELD.get(errors, 0L));
        }
      } catch (IOException e) {
        throw e;
      } catch (Throwable e) {
        throw new AssertionError("a call of the C library cannot throw", e);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      closeQuietly(socket);
      closeQuietly(stopper);
    }
  }

  private static void closeQuietly(int descriptor) {
    if (descriptor < 0) {
      return;
    }
    try (Arena local = Arena.ofConfined()) {
      // What close says is of no use: the descriptor is gone in any case.
      int _ = (int) CLOSE.invokeExact(local.allocate(STATE), descriptor);
    } catch (Throwable e) {
      throw new AssertionError("a call of the C library cannot throw", e);
    }
  }

  private long check(Call call) throws IOException {
    long result;
    try {
      result = call.run();
    } catch (Throwable e) {
      throw new AssertionError("a call of the C library cannot throw", e);
    }
    if (result < 0) {
      throw new NetlinkException((int) ERRNO_FIELD.get(state, 0L));
    }
    return result;
  }

  /// A call of the C library; negative when it failed.
  private interface Call {
    long run() throws Throwable;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, ValueLayout result, ValueLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }

  /// The kernel refused a call.
  private static final class NetlinkException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    NetlinkException(int errno) {
      super("the routing socket failed with error " + errno);
      this.errno = errno;
    }
  }
}
