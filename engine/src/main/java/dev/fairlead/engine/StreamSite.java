package dev.fairlead.engine;

import dev.fairlead.engine.spi.Environment;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;

/// What the parts of one connection share.
///
/// @param environment the network's time and threads
/// @param loop where the connection lives
/// @param buffers where its buffers come from
/// @param blocking how its callers wait
/// @param delivery how its handlers are called
/// @param losses how its failures are put into words
record StreamSite(
    Environment environment,
    EventLoop loop,
    ByteBufAllocator buffers,
    Blocking blocking,
    Delivery delivery,
    Losses losses) {}
