using System.Runtime.CompilerServices;

namespace Netra.Client.Publishing;

public sealed partial class NetraPublisher
{
    /// <summary>How much a page has at most.</summary>
    private const int MaxPage = 1_000;

    /// <summary>What is known of a user. One that was never seen is an empty one.</summary>
    public Task<UserInfo> GetUserAsync(string user, CancellationToken cancellationToken = default) =>
        _api.AskAsync(new ApiCall("get_user", HttpMethod.Get, ApiPaths.User(user)), ApiJson.Default.UserInfo, cancellationToken);

    /// <summary>The retained messages of a user in their order, fetched page by page as they are read.</summary>
    /// <param name="user">The user.</param>
    /// <param name="after">Those above this seq; 0: from the oldest.</param>
    /// <param name="pageSize">How many are fetched at once, 1 to 1,000. The server may send fewer, by their size.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<StoredMessage> GetMessagesAsync(
        string user, long after = 0, int pageSize = 100, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CheckPage(after, pageSize);
        while (true)
        {
            var call = new ApiCall("get_messages", HttpMethod.Get, ApiPaths.User(user, "/messages" + ApiPaths.Page(after, pageSize)));
            var page = await _api.AskAsync(call, ApiJson.Default.MessagesPage, cancellationToken).ConfigureAwait(false);
            foreach (var message in page.Messages)
            {
                after = message.Seq;
                yield return message;
            }

            if (!page.HasMore || page.Messages.Count == 0) yield break;
        }
    }

    /// <summary>Erases a message from the user's log, from what is unread, and from the dead letters. Clients that have not had it are told that it was revoked.</summary>
    /// <returns>False when there is none, also when an earlier try of this call has erased it and its answer was lost.</returns>
    public Task<bool> DeleteMessageAsync(string user, long seq, CancellationToken cancellationToken = default) =>
        _api.TryTellAsync(new ApiCall("delete_message", HttpMethod.Delete, ApiPaths.User(user, "/messages/" + ApiPaths.Number(CheckSeq(seq)))), cancellationToken);

    /// <summary>The messages of a user that were given up, in the order of their seqs, fetched page by page as they are read.</summary>
    /// <param name="user">The user.</param>
    /// <param name="after">Those above this seq; 0: from the oldest.</param>
    /// <param name="pageSize">How many are fetched at once, 1 to 1,000. The server may send fewer, by their size.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<DeadLetter> GetDeadLettersAsync(
        string user, long after = 0, int pageSize = 100, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CheckPage(after, pageSize);
        while (true)
        {
            var call = new ApiCall("get_dead_letters", HttpMethod.Get, ApiPaths.User(user, "/dead_letters" + ApiPaths.Page(after, pageSize)));
            var page = await _api.AskAsync(call, ApiJson.Default.DeadLettersPage, cancellationToken).ConfigureAwait(false);
            foreach (var letter in page.DeadLetters)
            {
                after = letter.Seq;
                yield return letter;
            }

            if (!page.HasMore || page.DeadLetters.Count == 0) yield break;
        }
    }

    /// <summary>
    /// Puts a dead letter back: with a new seq and without an end, or, where it is a client's message, to its handler once more. It is tried again only when the server has
    /// surely not done it: after a lost answer, look whether the letter is still there.
    /// </summary>
    /// <returns>Its new seq; null when a handler took it and published nothing, or it was another user's.</returns>
    /// <exception cref="NetraApiException"><c>not_found</c>: there is none with this seq. <c>handler_failed</c>: the handler failed again. <c>queue_full</c>: the log takes no more.</exception>
    public async Task<long?> RetryDeadLetterAsync(string user, long seq, CancellationToken cancellationToken = default)
    {
        var path = ApiPaths.User(user, $"/dead_letters/{ApiPaths.Number(CheckSeq(seq))}/retry");
        var call = new ApiCall("retry_dead_letter", HttpMethod.Post, path)
        {
            IsRepeatable = false,
            // Calls without a body are sent again by the HTTP client itself when their connection breaks.
            Content = new ByteArrayContent([]),
        };
        return (await _api.AskAsync(call, ApiJson.Default.RetriedAnswer, cancellationToken).ConfigureAwait(false)).Seq;
    }

    private static long CheckSeq(long seq)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seq, 1);
        return seq;
    }

    private static void CheckPage(long after, int pageSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, MaxPage);
    }
}
