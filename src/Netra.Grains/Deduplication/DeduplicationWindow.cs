using System.Diagnostics.CodeAnalysis;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>The ids that were accepted for a user lately, durable ones and those on their way (protocol section 2.2). Not thread-safe.</summary>
internal sealed class DeduplicationWindow
{
    /// <summary>Finds what an id was answered with.</summary>
    public bool TryFind(DeduplicationKey key, [NotNullWhen(true)] out AcceptedId? accepted) => throw new NotSupportedException();
}
