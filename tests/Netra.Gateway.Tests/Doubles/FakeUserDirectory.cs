using System.Collections.Concurrent;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

internal sealed class FakeUserDirectory : IUserDirectory
{
    private readonly ConcurrentDictionary<string, FakeUser> _users = new();

    public void Add(FakeUser user) => _users[user.Name] = user;

    public IUserGrain Find(UserId user) => _users[user.Value];
}
