namespace Netra.Gateway;

/// <summary>The calls of the server API about one user that a host may serve in other places too.</summary>
public enum UserCall
{
    /// <summary><c>GET …/users/{user_id}</c></summary>
    Describe,

    /// <summary><c>GET …/users/{user_id}/dead_letters</c></summary>
    ReadDeadLetters,

    /// <summary><c>POST …/users/{user_id}/dead_letters/{seq}/retry</c>, with <c>seq</c> among the route's values.</summary>
    RetryDeadLetter,

    /// <summary><c>GET …/users/{user_id}/messages/{seq}/explain</c>, with <c>seq</c> among the route's values.</summary>
    Explain,

    /// <summary><c>…/users/{user_id}/connections</c></summary>
    DisconnectAll,

    /// <summary><c>…/users/{user_id}/connections/{connection_id}</c>, with <c>connection_id</c> among the route's values.</summary>
    Disconnect,
}
