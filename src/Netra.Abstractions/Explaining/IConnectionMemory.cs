namespace Netra.Abstractions;

/// <summary>The connections that this process remembers. Thread-safe.</summary>
public interface IConnectionMemory
{
    /// <summary>A user's connections, and since when those that have ended are remembered, Unix milliseconds.</summary>
    (ConnectionTrace[] Connections, long SinceMs) Recall(RecallRequest request);
}
