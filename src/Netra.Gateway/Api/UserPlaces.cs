using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Where in a batch across users one user's messages are, in their order. Mostly there is one.</summary>
/// <param name="user">The user.</param>
/// <param name="first">The place of the first.</param>
internal sealed class UserPlaces(UserId user, int first)
{
    private List<int>? _rest;

    public UserId User { get; } = user;

    public int Count => 1 + (_rest?.Count ?? 0);

    public int this[int index] => index == 0 ? first : _rest![index - 1];

    public void Add(int place) => (_rest ??= []).Add(place);
}
