using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>A user's grain that refuses one kind of call while its log can't be reached.</summary>
internal sealed class UnavailableUser(string failing) : FakeUser
{
    private volatile bool _isDown = true;

    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    protected override Task BeforeAsync(string call) =>
        IsDown && call == failing ? throw new UserUnavailableException("The log can't be reached.") : Task.CompletedTask;
}
