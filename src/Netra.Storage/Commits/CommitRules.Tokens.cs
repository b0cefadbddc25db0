namespace Netra.Storage;

/// <summary>Revoked tokens.</summary>
internal static partial class CommitRules
{
    private static void CheckTokens(UserCommit commit)
    {
        var (expected, next) = (commit.Expected, commit.Next);
        Require(next.TokensRevokedUpToS >= expected.TokensRevokedUpToS, "the second up to which tokens are revoked falls");
        if (commit.RevokedTokensToWrite.Count + commit.RevokedTokensToForget.Count > 0) CheckTokenLists(commit);

        // Which of the written ones replace another is not known here: none of them may, or all that stay.
        var staying = expected.RevokedTokenCount - commit.RevokedTokensToForget.Count;
        Require(staying >= 0, "it forgets more revoked tokens than there are");
        var replaced = staying + commit.RevokedTokensToWrite.Count - next.RevokedTokenCount;
        Require(
            replaced >= 0 && replaced <= Math.Min(staying, commit.RevokedTokensToWrite.Count), "its count of revoked tokens does not follow");
    }

    private static void CheckTokenLists(UserCommit commit)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in commit.RevokedTokensToWrite)
        {
            CheckTokenId(token.TokenId, seen);
            Require(token.ExpiresAtMs >= 0, "a revoked token's end is negative");
        }

        foreach (var id in commit.RevokedTokensToForget) CheckTokenId(id, seen);
    }

    private static void CheckTokenId(string id, HashSet<string> seen)
    {
        Require(id is { Length: >= 1 and <= MaxIdLength }, "a revoked token's id is empty or too long");
        // As of deduplication keys: throws for half a surrogate pair.
        _ = StrictUtf8.GetByteCount(id);
        Require(seen.Add(id), "a revoked token is named twice");
    }
}
