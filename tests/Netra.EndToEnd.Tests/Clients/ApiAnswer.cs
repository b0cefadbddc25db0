using System.Net.Http.Headers;
using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>An HTTP answer, read to its end.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The media type of the body; null without one.</param>
/// <param name="Headers">The headers, without those of the body.</param>
/// <param name="ContentHeaders">The headers of the body.</param>
/// <param name="Body">The body.</param>
public sealed record ApiAnswer(int Status, string? ContentType, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Body)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Body, Frame.Json);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Asserts that it is an error of the protocol's form with this status and code, and answers its <c>detail</c>.</summary>
    public string AssertProblem(int status, string code)
    {
        Assert.Equal((status, "application/problem+json"), (Status, ContentType));
        Assert.Equal("about:blank", Json.GetProperty("type").GetString());
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.Equal(code, Json.GetProperty("code").GetString());
        Assert.NotEqual("", Json.GetProperty("title").GetString());
        return Json.GetProperty("detail").GetString()!;
    }

    /// <summary>Asserts that it is a success and answers the body.</summary>
    public JsonElement AssertOk()
    {
        Assert.True(Status == 200, $"{Status}: {Body}");
        return Json;
    }
}
