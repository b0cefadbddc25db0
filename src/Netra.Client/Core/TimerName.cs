namespace Netra.Client;

/// <summary>The timers of a client, in the order in which they are cleared together.</summary>
internal enum TimerName
{
    Connect,
    Liveness,
    ComeBack,
    Token,
    Ack,
    Resume,
    State,
    Outbox,
    Retry,
}
