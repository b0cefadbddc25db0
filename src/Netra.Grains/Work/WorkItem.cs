using System.Diagnostics.CodeAnalysis;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>A record of work in memory.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It holds neither a timer nor a handle.")]
internal sealed class WorkItem(long number, UserWorkBody? body)
{
    private readonly CancellationTokenSource _gone = new();

    public long Number { get; } = number;

    /// <summary>What is to be done; null when the record can't be read.</summary>
    public UserWorkBody? Body { get; set; } = body;

    public WorkItemState State { get; set; }

    /// <summary>The size of its record on storage.</summary>
    public int Bytes { get; set; }

    /// <summary>Whether it comes from storage and was not begun since: an earlier activation may have begun it.</summary>
    public bool IsRestored { get; set; }

    /// <summary>Whether its record says that this activation has begun it once more.</summary>
    public bool RestartIsCounted { get; set; }

    /// <summary>Cancelled when the record is no more.</summary>
    public CancellationToken Gone => _gone.Token;

    public void Leave() => _gone.Cancel();

    public WorkRecord Record(UserWorkBody changed) => new(Number, WorkFormat.Write(changed));
}
