using Microsoft.Extensions.Logging;

namespace Netra.Gateway;

/// <summary>
/// One issuer and its keys, fetched at start, then now and then, and when a token comes whose key is not known. Thread-safe.
/// </summary>
/// <remarks>
/// Failure policy: the last keys that came stay good until others come, however long the issuer is away; failures are logged. A set that comes replaces the
/// last one whole, so that a key which the issuer withdrew is refused from then on. The library's own cache of keys is not used: it goes by the system's clock, answers
/// with old keys while it fetches new ones, and keeps its failures to itself.
/// </remarks>
internal sealed class TokenIssuer(IssuerOptions options, IssuerDocuments documents, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly IReadOnlyCollection<string> _algorithms = IssuerRules.AlgorithmsOf(options);
    private CancellationToken _stopping;
    private volatile IssuerKeySet? _keys;
    private volatile bool _isFailing;
    private Task? _fetching;
    private int _waiting;
    private DateTimeOffset _nextOnDemand = DateTimeOffset.MinValue;

    /// <summary>The <c>iss</c> of its tokens.</summary>
    public string Name { get; } = IssuerRules.IssuerOf(options)!;

    public string? Audience => options.Audience;

    public IReadOnlyCollection<string> Algorithms => _algorithms;

    /// <summary>Whether the last fetch failed, so that the keys may be others by now.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Fetches the keys for as long as the gateway lives.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _stopping = stopping;
        var retryDelay = FirstRetryDelay;
        while (true)
        {
            await FetchAsync();
            var delay = _isFailing ? retryDelay : options.RefreshInterval;
            retryDelay = _isFailing ? Shorter(retryDelay * 2, options.MinRefreshInterval) : FirstRetryDelay;
            await Task.Delay(delay, time, stopping);
        }
    }

    /// <summary>The keys; those of the first fetch, when it is under way. Null when no fetch has succeeded yet, or too many wait for the first.</summary>
    public async ValueTask<IssuerKeySet?> GetKeysAsync()
    {
        if (_keys is { } keys) return keys;
        Task? fetching;
        lock (_gate) fetching = _fetching;
        if (fetching is not null) await TryWaitAsync(fetching);
        return _keys;
    }

    /// <summary>
    /// Looks for newer keys, because a token came whose key is not among these. However many such tokens come, they cause one fetch in a while, and so many wait
    /// for it. Null when too many do.
    /// </summary>
    public async ValueTask<IssuerKeySet?> RefreshAsync(IssuerKeySet seen)
    {
        Task? fetching;
        lock (_gate)
        {
            if (_keys != seen) return _keys!;
            fetching = _fetching;
            var now = time.GetUtcNow();
            if (fetching is null && now >= _nextOnDemand)
            {
                _nextOnDemand = now + options.MinRefreshInterval;
                fetching = BeginFetch();
            }
        }

        return fetching is null || await TryWaitAsync(fetching) ? _keys : null;
    }

    private async ValueTask<bool> TryWaitAsync(Task fetching)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > options.MaxWaiting) return false;
            await fetching;
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private Task FetchAsync()
    {
        lock (_gate) return _fetching ?? BeginFetch();
    }

    /// <summary>Caller holds the gate. The fetch is everybody's: no caller's end ends it.</summary>
    private Task BeginFetch() => _fetching = Task.Run(RunFetchAsync, CancellationToken.None);

    private async Task RunFetchAsync()
    {
        IssuerKeySet? fetched = null;
        try
        {
            using var timeout = new CancellationTokenSource(options.Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping);
            var document = await documents.ReadKeySetAsync(options, either.Token);
            fetched = _keys is { } known && known.IsOf(document) ? known : IssuerKeySet.Read(document, _algorithms);
            Tell(fetched);
        }
        catch (Exception exception)
        {
            // A token source that cancels says so in words of its own; that it took too long is what matters.
            var why = exception is OperationCanceledException ? $"no answer within {options.Timeout}" : exception.Message;
            if (!_stopping.IsCancellationRequested) GatewayLog.KeysNotFetched(logger, Name, why, _keys is not null);
        }

        lock (_gate)
        {
            if (fetched is not null) _keys = fetched;
            _isFailing = fetched is null;
            _fetching = null;
        }
    }

    private void Tell(IssuerKeySet fetched)
    {
        if (fetched == _keys && !_isFailing) return;
        if (fetched.Usable > 0) GatewayLog.KeysFetched(logger, Name, fetched.Usable, fetched.Ignored);
        else GatewayLog.NoUsableKeys(logger, Name, fetched.Ignored);
    }
}
