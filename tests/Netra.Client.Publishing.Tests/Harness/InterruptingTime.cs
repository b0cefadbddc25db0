using Microsoft.Extensions.Time.Testing;

namespace Netra.Client.Publishing.Tests;

/// <summary>Fake time that does something just when somebody looks at it for the n-th time.</summary>
internal sealed class InterruptingTime : FakeTimeProvider
{
    private int _looks;
    private Action? _interruption;

    /// <summary>Does something at so many looks from now.</summary>
    public void Interrupt(int looks, Action interruption) => (_looks, _interruption) = (looks, interruption);

    public override long GetTimestamp()
    {
        if (Interlocked.Decrement(ref _looks) == 0) _interruption?.Invoke();
        return base.GetTimestamp();
    }
}
