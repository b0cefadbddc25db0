using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>The server API's calls about one user.</summary>
public sealed class UserCalls(NetraApi api, string user)
{
    public const string MergePatch = "application/merge-patch+json";
    public const string JsonPatch = "application/json-patch+json";

    public string User => user;

    public string Path { get; } = "/api/v1/users/" + Uri.EscapeDataString(user);

    /// <summary>Publishes a message, or a batch, as it is.</summary>
    public Task<ApiAnswer> TryPublishAsync(string body) => api.PostAsync(Path + "/messages", body);

    /// <summary>Publishes a message as it is and answers its seq.</summary>
    public async Task<long> PublishAsync(string message) => (await TryPublishAsync(message)).AssertOk().GetProperty("seq").GetInt64();

    /// <summary>Publishes messages as they are in one batch and answers their seqs.</summary>
    public async Task<IReadOnlyList<long>> PublishBatchAsync(IEnumerable<string> messages)
    {
        var answer = await TryPublishAsync($$"""{"messages":[{{string.Join(',', messages)}}]}""");
        return [.. answer.AssertOk().GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("seq").GetInt64())];
    }

    /// <summary>Publishes notes <c>{"n":1}</c>, … one after the other, with these priorities.</summary>
    public async Task PublishNotesAsync(params string[] priorities)
    {
        for (var i = 0; i < priorities.Length; i++) await PublishAsync(Note(i + 1, priorities[i]));
    }

    public static string Note(int n, string priority = "normal") => $$$"""{"type":"note","priority":"{{{priority}}}","payload":{"n":{{{n}}}}}""";

    public async Task<UserNumbers> NumbersAsync() => UserNumbers.Of(await api.UserAsync(user));

    /// <summary>Waits until the numbers are these.</summary>
    public Task AssertNumbersAsync(UserNumbers expected) => Eventually.IsAsync(expected, NumbersAsync);

    /// <summary>Who is on the user's list.</summary>
    public async Task<IReadOnlyList<string>> ConnectionIdsAsync() =>
        [.. (await api.UserAsync(user)).GetProperty("connections").EnumerateArray().Select(one => one.GetProperty("connection_id").GetString()!)];

    /// <summary>Waits until so many connections are on the user's list.</summary>
    public Task AssertConnectionsAsync(int expected) => Eventually.IsAsync(expected, async () => (await ConnectionIdsAsync()).Count);

    public Task<IReadOnlyList<Frame>> MessagesAsync() => api.AllMessagesAsync(user);

    /// <summary>All dead letters, page by page.</summary>
    public async Task<IReadOnlyList<DeadLetterAnswer>> DeadLettersAsync(int limit = 1000)
    {
        var letters = new List<DeadLetterAnswer>();
        while (true)
        {
            var after = letters.Count == 0 ? 0 : letters[^1].Seq;
            var page = (await api.GetAsync($"{Path}/dead_letters?after={after}&limit={limit}")).AssertOk();
            letters.AddRange(page.GetProperty("dead_letters").EnumerateArray().Select(DeadLetterAnswer.Of));
            if (!page.GetProperty("has_more").GetBoolean()) return letters;
        }
    }

    public Task<ApiAnswer> RetryAsync(long seq) => api.SendAsync(HttpMethod.Post, $"{Path}/dead_letters/{seq}/retry");

    public Task<ApiAnswer> RevokeAsync(long seq) => api.SendAsync(HttpMethod.Delete, $"{Path}/messages/{seq}");

    /// <summary>The state as the API has it, <c>{"version":…,"state":…}</c>.</summary>
    public async Task<JsonElement> StateAsync() => (await api.GetAsync(Path + "/state")).AssertOk();

    /// <summary>Changes the state.</summary>
    public async Task<ApiAnswer> PatchStateAsync(string body, string? ifMatch = null, string contentType = MergePatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, api.BaseUrl + Path + "/state");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", NetraApi.DevelopmentKey);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await api.SendAsync(request);
    }
}
