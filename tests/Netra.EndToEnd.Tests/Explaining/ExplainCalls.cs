using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>What the server says of a message, in parts that tests compare.</summary>
internal static class ExplainCalls
{
    public static async Task<JsonElement> ExplainAsync(this HostProcess host, string user, long seq) =>
        (await host.Api.GetAsync($"/api/v1/users/{user}/messages/{seq}/explain")).AssertOk();

    public static string Verdict(this JsonElement explanation) => explanation.GetProperty("verdict").GetString()!;

    public static string Summary(this JsonElement explanation) => explanation.GetProperty("summary").GetString()!;

    /// <summary>Who sent the message, as JSON.</summary>
    public static string SenderText(this JsonElement explanation) => explanation.GetProperty("accepted").GetProperty("by").GetRawText();

    public static IReadOnlyList<string> Unknown(this JsonElement explanation) =>
        [.. explanation.GetProperty("unknown").EnumerateArray().Select(part => part.GetString()!)];

    /// <summary>Which session's connection was given the message, as <c>tab:live:yes</c>.</summary>
    public static string Connections(this JsonElement explanation) => string.Join(' ', explanation.GetProperty("connections").EnumerateArray()
        .Select(one => $"{one.GetProperty("client_id").GetString()}:{one.GetProperty("state").GetString()}:{one.GetProperty("given").GetString()}"));

    /// <summary>The sessions and whether they have acknowledged the message, as <c>tab:true</c>.</summary>
    public static string Sessions(this JsonElement explanation) => string.Join(' ', explanation.GetProperty("sessions").EnumerateArray()
        .Select(one => $"{one.GetProperty("client_id").GetString()}:{one.GetProperty("has_acknowledged").GetBoolean()}").Order(StringComparer.Ordinal));
}
