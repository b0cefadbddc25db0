namespace Netra.Client.Tests;

/// <summary>A clock that can't be read any more when it is told so.</summary>
internal sealed class FailingTime : TimeProvider
{
    public bool Fails { get; set; }

    public override long GetTimestamp() => Fails ? throw new InvalidOperationException("no time") : base.GetTimestamp();
}
