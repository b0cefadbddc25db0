using System.Collections.Concurrent;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

internal sealed class FakeUserDirectory : IUserDirectory
{
    private readonly ConcurrentDictionary<string, FakeUser> _users = new();

    /// <summary>Runs when a gateway asks for a user.</summary>
    public Action? Asked { get; set; }

    public void Add(FakeUser user) => _users[user.Name] = user;

    /// <summary>The user itself, beside the cluster.</summary>
    public FakeUser FakeOf(UserId user) => _users[user.Value];

    public IUserGrain Find(UserId user)
    {
        Asked?.Invoke();
        return _users[user.Value];
    }
}
