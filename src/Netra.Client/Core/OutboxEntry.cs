namespace Netra.Client;

/// <summary>An entry of the outbox on its way.</summary>
internal sealed class OutboxEntry(OutboxRecord record, bool ask)
{
    public OutboxRecord Record { get; set; } = record;

    /// <summary>Under way on the present connection.</summary>
    public bool IsSent { get; set; }

    /// <summary>The application is asked at a conflict.</summary>
    public bool Ask { get; } = ask;

    /// <summary>The application is being asked.</summary>
    public bool IsAsking { get; set; }

    public int Failures { get; set; }

    public int Conflicts { get; set; }
}
