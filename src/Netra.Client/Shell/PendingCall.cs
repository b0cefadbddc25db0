namespace Netra.Client;

/// <summary>A message or a change on its way, and who waits for it.</summary>
internal sealed class PendingCall(ConflictHandler? onConflict)
{
    private readonly TaskCompletionSource<Accepted> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isAbandoned;

    public ConflictHandler? OnConflict => onConflict;

    /// <summary>Waits for the answer. Who is cancelled waits no more; what was said is still sent.</summary>
    public async Task<Accepted> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _result.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _isAbandoned = true;
            throw;
        }
    }

    public void Accept(Accepted accepted) => _result.TrySetResult(accepted);

    /// <summary>False when nobody waits for it any more.</summary>
    public bool Reject(NetraException exception) => !_isAbandoned && _result.TrySetException(exception);
}
