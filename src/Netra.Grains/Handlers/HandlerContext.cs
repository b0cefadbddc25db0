using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>
/// One try of a handler, as the handler sees it. Thread-safe. Dead once the try has ended, however it ended: whatever a handler that was given up still
/// calls throws.
/// </summary>
internal sealed class HandlerContext(HandlerRun run, int attempt, UserState state, ImmediateEffects now, UserId user, HandlerOptions options)
    : IMessageContext
{
    /// <summary>The longest name of a step, in UTF-16 code units.</summary>
    private const int MaxStepLength = 64;

    private readonly Lock _gate = new();
    private readonly List<HandlerEffect> _effects = [];
    private bool _changesState;
    private volatile bool _isOver;
    private volatile bool _wasUnavailable;

    public UserId User => user;

    public ClientId? Client => run.Client;

    public InboundMessage Message => run.Message;

    public int Attempt => attempt;

    public UserState State => state;

    /// <summary>Whether a call at once failed because the user's log could not be reached: no fault of the handler.</summary>
    public bool WasUnavailable => _wasUnavailable;

    public void Publish(NewMessage message)
    {
        MessageRules.Check(message, options.MaxMessageBytes);
        Add(new HandlerEffect(null, message, null));
    }

    public void PublishTo(UserId user, NewMessage message)
    {
        if (user == default) throw new ArgumentException("It names no user.", nameof(user));
        MessageRules.Check(message, options.MaxMessageBytes);
        Add(new HandlerEffect(user == User ? null : user, message, null));
    }

    public void ChangeState(StateChange change)
    {
        MessageRules.Check(change, options.MaxMessageBytes);
        Add(new HandlerEffect(null, null, change));
    }

    public Task<PublishedMessage> PublishNowAsync(string? step, NewMessage message, CancellationToken cancellationToken = default)
    {
        if (step is { Length: 0 or > MaxStepLength }) throw new ArgumentException($"The name of a step has 1 to {MaxStepLength} characters.", nameof(step));
        MessageRules.Check(message, options.MaxMessageBytes);
        return NowAsync(() => now.PublishAsync(this, run, step, message), cancellationToken);
    }

    public Task<StateChangeResult> ChangeStateNowAsync(StateChange change, CancellationToken cancellationToken = default)
    {
        MessageRules.Check(change, options.MaxMessageBytes);
        return NowAsync(() => now.ChangeStateAsync(this, change), cancellationToken);
    }

    public Task<UserState> ReadStateNowAsync(CancellationToken cancellationToken = default) => NowAsync(() => now.ReadStateAsync(this), cancellationToken);

    /// <summary>Ends the try. Answers what was asked for, in the order of the calls.</summary>
    public IReadOnlyList<HandlerEffect> End()
    {
        lock (_gate)
        {
            _isOver = true;
            return _effects;
        }
    }

    /// <exception cref="InvalidOperationException">The try is over.</exception>
    public void ThrowIfOver()
    {
        if (_isOver) throw new InvalidOperationException("This run of the handler is over; its context is of no use any more.");
    }

    private void Add(HandlerEffect effect)
    {
        lock (_gate)
        {
            ThrowIfOver();
            if (_effects.Count >= options.MaxEffects) throw new InvalidOperationException($"A run may ask for {options.MaxEffects} effects.");
            if (effect.Change is not null)
            {
                if (_changesState) throw new InvalidOperationException("A run may change the state once when it returns; put the changes into one.");
                _changesState = true;
            }

            _effects.Add(effect);
        }
    }

    private async Task<T> NowAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        ThrowIfOver();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await call().WaitAsync(cancellationToken);
        }
        catch (UserUnavailableException)
        {
            _wasUnavailable = true;
            throw;
        }
    }
}
