namespace Netra.Client.Publishing;

/// <summary>Of many messages some were not published.</summary>
public sealed class NetraPublishException : Exception
{
    internal NetraPublishException(IReadOnlyList<PublishResult> results)
        : base(Describe(results), results.First(result => result.Error is not null).Error) => Results = results;

    /// <summary>What became of each message, in the order in which they were given. Those of one user that were accepted come before those that failed for a passing reason.</summary>
    public IReadOnlyList<PublishResult> Results { get; }

    private static string Describe(IReadOnlyList<PublishResult> results)
    {
        var failed = results.Count(result => result.Error is not null);
        return $"{failed} of {results.Count} messages were not published; the first because of: {results.First(result => result.Error is not null).Error!.Message}";
    }
}
