namespace Netra.Abstractions;

/// <summary>Who publishes: the same id of two origins is two messages.</summary>
public enum PublishOrigin : byte
{
    /// <summary>A publisher, over the server API or a grain call.</summary>
    Publisher,

    /// <summary>Another user's outbox, which repeats until it has an answer.</summary>
    Outbox,
}
