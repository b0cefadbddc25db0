namespace Netra.Gateway;

/// <summary>What a key of the server API may be allowed to do.</summary>
internal static class ApiScopes
{
    /// <summary>Publish messages.</summary>
    public const string Publish = "publish";

    /// <summary>Read users and their messages.</summary>
    public const string Read = "read";

    public static readonly IReadOnlyList<string> All = [Publish, Read];
}
