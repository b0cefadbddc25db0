using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>A user's grain of which every so many a read fails.</summary>
internal sealed class FlakyUser(Random random) : FakeUser
{
    private readonly Lock _dice = new();

    /// <summary>One of how many reads fails; 0: none.</summary>
    public int OneIn { get; set; }

    protected override Task BeforeAsync(string call)
    {
        if (call is not (Pull or ReadState)) return Task.CompletedTask;
        lock (_dice)
        {
            if (OneIn > 0 && random.Next(OneIn) == 0) throw new UserUnavailableException("The log can't be reached.");
        }

        return Task.CompletedTask;
    }
}
