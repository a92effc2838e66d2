package dev.fairlead.engine.spi;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/// All that the engine asks of the system besides the network: time, chance, threads, waiting.
///
/// @param ticker for measuring and deadlines
/// @param wallClock for reports and certificates
/// @param random for ids, ports and jitter; must not be predictable
/// @param handlers where handlers and completions run unless a program says otherwise
/// @param blocking where work that may block runs: files, the system's resolver, decisions of the
/// program
/// @param virtualThreads makes the threads of `serve`
/// @param loopThreads makes the threads of event loops
/// @param waiter where blocking calls park
public record Environment(
    Ticker ticker,
    InstantSource wallClock,
    RandomGenerator random,
    Executor handlers,
    Executor blocking,
    ThreadFactory virtualThreads,
    ThreadFactory loopThreads,
    Waiter waiter) {}
