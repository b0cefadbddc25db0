namespace Netra.Gateway.Tests;

/// <summary>A user's grain that says which call comes before it takes it.</summary>
internal sealed class WatchedUser(Action<string> before) : FakeUser
{
    protected override Task BeforeAsync(string call)
    {
        before(call);
        return Task.CompletedTask;
    }
}
