/// A user's module, which also asks Netty what it has found.
module example {
  requires dev.fairlead;
  requires io.netty.handler;
  requires io.netty.transport.classes.epoll;
}
