using System.Text.Json;

namespace Netra.Gateway.Tests;

/// <summary>An answer of the server API.</summary>
internal sealed record ApiReply(int Status, string? MediaType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<ApiReply> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync().WithinReason(),
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The answer is this body.</summary>
    public ApiReply AssertOk(string body)
    {
        Assert.Equal((200, "application/json", body), (Status, MediaType, Text));
        return this;
    }

    /// <summary>The answer is a problem with this code.</summary>
    public JsonElement AssertProblem(int status, string code)
    {
        Assert.True(Status == status && MediaType == "application/problem+json", $"{Status} {MediaType}: {Text}");
        using var document = JsonDocument.Parse(Text);
        var problem = document.RootElement.Clone();
        Assert.Equal((code, status), (problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        return problem;
    }
}
