using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The query parameters of an upgrade, but for the token (protocol section 1).</summary>
internal sealed record UpgradeParameters
{
    /// <summary>The largest integer that every JSON reader keeps (RFC 8259 section 6).</summary>
    private const long MaxInteger = (1L << 53) - 1;

    private static readonly string[] Names = ["client_id", "last_seq", "epoch", "state_version", "start", "ack", "reject"];

    public ClientId? Client { get; private init; }

    public StreamPosition? Resume { get; private init; }

    public long? StateVersion { get; private init; }

    public StartPosition Start { get; private init; }

    public bool AcknowledgesByPong { get; private init; }

    /// <summary>Whether a refusal is to come as a close frame. Looked at before everything else, because it says how to refuse.</summary>
    public static bool WantsClose(IQueryCollection query) => query["reject"] == "close";

    /// <summary>Reads the parameters, or says which one is malformed.</summary>
    public static bool TryRead(IQueryCollection query, [NotNullWhen(true)] out UpgradeParameters? parameters, [NotNullWhen(false)] out string? fault)
    {
        fault = FindRepeated(query);
        ClientId? client = null;
        long? lastSeq = null, stateVersion = null;
        var start = StartPosition.Unread;
        var byPong = false;
        if (fault is null && One(query, "client_id") is { } clientText)
        {
            if (ClientId.TryParse(clientText, out var parsed)) client = parsed;
            else fault = "'client_id' must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'.";
        }

        fault ??= ReadInteger(query, "last_seq", out lastSeq);
        fault ??= ReadInteger(query, "state_version", out stateVersion);
        fault ??= ReadChoice(query, "start", out start, ("unread", StartPosition.Unread), ("head", StartPosition.Head), ("oldest", StartPosition.Oldest));
        fault ??= ReadChoice(query, "ack", out byPong, ("client", false), ("auto", true));
        fault ??= ReadChoice(query, "reject", out _, ("http", false), ("close", true));
        parameters = fault is not null ? null : new UpgradeParameters
        {
            Client = client,
            Resume = lastSeq is { } seq ? new StreamPosition(seq, One(query, "epoch") is { } epoch ? Epoch.OfClient(epoch) : null) : null,
            StateVersion = stateVersion,
            Start = start,
            AcknowledgesByPong = byPong,
        };
        return parameters is not null;
    }

    private static string? FindRepeated(IQueryCollection query)
    {
        // What is not the protocol's is ignored, however often it comes.
        foreach (var name in Names)
        {
            if (query[name].Count > 1) return $"'{name}' is given more than once.";
        }

        return null;
    }

    private static string? One(IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;

    private static string? ReadInteger(IQueryCollection query, string name, out long? value)
    {
        value = null;
        if (One(query, name) is not { } text) return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed > MaxInteger)
            return $"'{name}' must be an integer from 0 to {MaxInteger}.";
        value = parsed;
        return null;
    }

    private static string? ReadChoice<T>(IQueryCollection query, string name, out T value, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        value = choices[0].Value;
        if (One(query, name) is not { } text) return null;
        foreach (var choice in choices)
        {
            if (choice.Name != text) continue;
            value = choice.Value;
            return null;
        }

        var names = new List<string>();
        foreach (var choice in choices) names.Add($"'{choice.Name}'");
        return $"'{name}' must be {string.Join(" or ", names)}.";
    }
}
