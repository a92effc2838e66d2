package dev.fairlead.engine.spi;

import dev.fairlead.ExpiredDnsBehavior;
import io.netty.channel.EventLoop;

/// How a question is asked.
///
/// @param caches whose cache is used and filled
/// @param loop where events are told
/// @param expired what to do with expired answers
/// @param pathIdentity the network that answers are true for
/// @param fresh whether the cache must not answer
public record AskContext(
    Caches caches,
    EventLoop loop,
    ExpiredDnsBehavior expired,
    String pathIdentity,
    boolean fresh) {}
