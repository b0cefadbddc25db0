using System.Text.Json;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>The call that says what became of a message.</summary>
public sealed class ExplainApiTests : ApiTests
{
    private static readonly SiloAddress Process = FakeSilo.AddressOf(7);

    [Fact]
    public async Task Explain_Message_IsAnsweredAsTheDocumentShows()
    {
        User.Append(60);
        User.Facts = new MessageFacts
        {
            Epoch = FakeUser.Epoch,
            HeadSeq = 60,
            Standing = StoredStanding.Hole,
            Message = new MessageOutline("m42", "note", MessagePriority.High, 6_000),
            AcceptedAtMs = 1_000,
            Hole = SkipReason.Expired,
            DeadLetterReason = "expired",
            DeadLetterAtMs = 6_100,
            Sessions = [new SessionPlace(ClientId.Parse("tab"), 3, 41, 900)],
        };
        Assert.True(ConnectionId.TryParse("01a208baf9ba74a9a617d03d33cbe535", out var connection));
        Api.Recalls.Add(Process, new ProcessMemory
        {
            Commit = new CommitTrace(new MessageOrigin(MessageOriginKind.ApiKey, "orders"), 1_000, 1_002, [Process]),
            CommitsSinceMs = 500,
            ConnectionsSinceMs = 500,
            Connections =
            [
                new ConnectionTrace
                {
                    Connection = connection, Client = ClientId.Parse("tab"), State = "ended", ConnectedAtMs = 800, EndedAtMs = 990,
                    EndReason = "closed by the client with 1000", FirstCursor = 3, Cursor = 41, QueuedFrames = 0, Handover = Handover.EndedBefore,
                },
            ],
        });

        var document = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Find()!, "docs", "explain.md"));
        var from = document.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        using var shown = JsonDocument.Parse(document[from..document.IndexOf("```", from, StringComparison.Ordinal)]);
        (await Api.CallAsync($"GET {Alice}/messages/42/explain")).AssertOk(JsonSerializer.Serialize(shown.RootElement));
        Assert.Equal(new RecallRequest(UserId.Parse("alice"), FakeUser.Epoch, 42, IsExpedited: true, IsRetained: false), Assert.Single(Api.Recalls.Requests));
    }

    [Fact]
    public async Task Explain_SeqAboveTheHeadOrOfAnEmptyUser_404AndNobodyIsAskedWhatItRemembers()
    {
        Api.Recalls.Add(Process, new ProcessMemory());
        (await Api.CallAsync($"GET {Alice}/messages/1/explain")).AssertProblem(404, "not_found");
        User.Append(3);
        (await Api.CallAsync($"GET {Alice}/messages/4/explain")).AssertProblem(404, "not_found");

        Assert.Empty(Api.Recalls.Requests);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("one")]
    [InlineData("9223372036854775808")]
    public async Task Explain_SeqThatCanBeNone_400AndNobodyIsAsked(string seq)
    {
        (await Api.CallAsync($"GET {Alice}/messages/{seq}/explain")).AssertProblem(400, "bad_request");

        Assert.Empty(User.Calls.All);
    }

    [Fact]
    public async Task Explain_UserUnavailable_503()
    {
        Use(new UnavailableUser(FakeUser.Explain));

        (await Api.CallAsync($"GET {Alice}/messages/1/explain")).AssertProblem(503, "unavailable");
    }

    [Fact]
    public async Task Explain_AProcessFailsAndAnotherIsSilent_AnswersWithinItsPatienceAndNamesBoth()
    {
        User.Append(1);
        var never = new TaskCompletionSource<ProcessMemory>();
        Api.Recalls.AddSilent(FakeSilo.AddressOf(8), never.Task);
        Api.Recalls.AddSilent(FakeSilo.AddressOf(9), Task.FromException<ProcessMemory>(new TimeoutException("no word")));
        Api.Recalls.Add(Process, new ProcessMemory { CommitsSinceMs = 0, ConnectionsSinceMs = 0 });

        var reply = await Api.CallAsync($"GET {Alice}/messages/1/explain");

        using var json = JsonDocument.Parse(reply.Text);
        var unknown = json.RootElement.GetProperty("unknown").EnumerateArray().Select(part => part.GetString()!).ToList();
        Assert.All([8, 9], generation => Assert.Contains(unknown, part => part.StartsWith(FakeSilo.AddressOf(generation).ToParsableString() + " did not answer", StringComparison.Ordinal)));
        Assert.DoesNotContain(unknown, part => part.StartsWith(Process.ToParsableString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publish_WithAKey_TellsTheGrainItsName()
    {
        await Api.CallAsync($"POST {Alice}/messages", """{"type":"note"}""");
        await Api.CallAsync("POST /api/v1/messages", """{"messages":[{"user_id":"alice","type":"note"}]}""");

        Assert.Equal(["publish", "publish"], User.Publishes.Select(publish => publish.By));
    }
}
