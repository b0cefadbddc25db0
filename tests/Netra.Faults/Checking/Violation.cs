namespace Netra.Faults;

/// <summary>Something that must not be.</summary>
/// <param name="Rule">The rule that says so.</param>
/// <param name="User">Whose log it is about; null: the cluster.</param>
/// <param name="AtMs">When it was to be seen, milliseconds since the run began.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record Violation(string Rule, string? User, long AtMs, string Message)
{
    /// <summary>The frame that it is about.</summary>
    public long? Seq { get; init; }

    /// <summary>The message that it is about.</summary>
    public string? Id { get; init; }
}
