using Netra.Protocol;

namespace Netra.Tool;

/// <summary>What counts for the messages of a file whose lines don't say otherwise.</summary>
/// <param name="IdPrefix">Their ids are this and the line; null: the publisher makes them.</param>
/// <param name="Priority">What is replayed first and falls last.</param>
/// <param name="TimeToLive">For how long they may be delivered; null: as long as they are retained.</param>
/// <param name="IsDurable">Whether they are stored.</param>
internal sealed record LineDefaults(string? IdPrefix, MessagePriority Priority, TimeSpan? TimeToLive, bool IsDurable);
