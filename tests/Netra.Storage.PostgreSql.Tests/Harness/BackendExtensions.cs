using Netra.Protocol;
using Netra.Storage.Conformance;

namespace Netra.Storage.PostgreSql.Tests;

internal static class BackendExtensions
{
    public static async Task<CommitOutcome[]> CommitAsync(this IUserLogBackend backend, params UserCommit[] group)
    {
        var outcomes = new CommitOutcome[group.Length];
        await backend.CommitAsync(group, outcomes, CancellationToken.None);
        return outcomes;
    }

    /// <summary>A writer on top of what the store has of a user, whose frames it does not know.</summary>
    public static async Task<LogWriter> WriterAsync(this IUserLogBackend backend, string user)
    {
        var id = UserId.Parse(user);
        return new LogWriter(id, (await backend.LoadAsync(id, CancellationToken.None)).Head);
    }

    public static async Task<UserHead> HeadAsync(this IUserLogBackend backend, LogWriter writer) =>
        (await backend.LoadAsync(writer.User, CancellationToken.None)).Head;
}
