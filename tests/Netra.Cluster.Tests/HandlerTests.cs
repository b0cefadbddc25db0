using Microsoft.Extensions.DependencyInjection;
using Netra.Abstractions;
using Netra.Grains;
using Netra.Protocol;

namespace Netra.Cluster.Tests;

/// <summary>Handlers of clients' messages, and the work that they leave, on a cluster whose silos die.</summary>
public sealed class HandlerTests
{
    [Fact]
    public async Task Job_ItsSiloIsKilledWhileItStreams_GoesOnElsewhereAndEachStepComesOnce()
    {
        var handler = new StreamingHandler(steps: 20, stopBefore: 8);
        await using var cluster = await NetraCluster.StartAsync(ShapeWith(handler.On("stream")));
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada");
        await client.SendAsync("""{"type":"stream","id":"m1"}""");
        var first = await handler.Stopped.InTime();

        cluster.Silos.Single(silo => silo.Address.Equals(first)).Kill();
        var frames = await client.ReadToAsync(21);

        Assert.Equal(Enumerable.Range(1, 20), frames[..20].Select(frame => frame.GetProperty("payload").GetProperty("step").GetInt32()));
        Assert.Equal("end", frames[20].GetProperty("type").GetString());
        // What still runs on the silo that does not know of its death changes nothing.
        handler.Release();
        await client.AssertNothingMoreAsync();
        Assert.Equal(2, handler.Runs.Distinct().Count());
    }

    [Fact]
    public async Task Job_NobodyComesBackAfterItsSiloWasKilled_IsFoundAndRunsToItsEnd()
    {
        var handler = new StreamingHandler(steps: 3, stopBefore: 2);
        await using var cluster = await NetraCluster.StartAsync(ShapeWith(handler.On("stream")));
        var submitted = await cluster.Gateway.User("ada").SubmitAsync(RequestOf("stream", "m1")).InTime();
        Assert.Equal(SubmitStatus.Accepted, submitted.Answers[0].Status);
        var first = await handler.Stopped.InTime();

        cluster.Silos.Single(silo => silo.Address.Equals(first)).Kill();
        await Eventually.HoldsAsync(() => handler.Runs.Count > 1, "the second run");
        await Eventually.HoldsAsync(async () => (await cluster.Store.LoadAsync(UserId.Parse("ada"), CancellationToken.None)).Head is { HeadSeq: 4, WorkCount: 0 }, "its end");

        Assert.NotEqual(first, handler.Runs.Last());
        handler.Release();
    }

    [Fact]
    public async Task PublishTo_AnotherUser_ComesToItsClientAndARepeatOfTheMessageSendsNothing()
    {
        await using var cluster = await NetraCluster.StartAsync(ShapeWith(Lambda("tell", context =>
        {
            context.PublishTo(UserId.Parse("bob"), new NewMessage("hello", null, context.Message.Payload));
            return Task.CompletedTask;
        })));
        await using var ada = await TestClient.ConnectAsync(cluster.Gateway, "ada");
        await using var bob = await TestClient.ConnectAsync(cluster.Gateway, "bob");
        for (var i = 0; i < 2; i++) await ada.SendAsync("""{"type":"tell","id":"m1","payload":{"n":1}}""");
        await ada.SendAsync("""{"type":"tell","id":"m2","payload":{"n":2}}""");

        var frames = await bob.ReadToAsync(2);
        Assert.Equal([1, 2], frames.Select(frame => frame.GetProperty("payload").GetProperty("n").GetInt32()));
        await bob.AssertNothingMoreAsync();
        var answers = new List<(string? Id, bool Duplicate)>();
        while (answers.Count < 3)
        {
            var frame = await ada.NextAsync();
            if (frame.GetProperty("type").GetString() != "ack") continue;
            answers.Add((frame.GetProperty("id").GetString(), frame.GetProperty("payload").GetProperty("duplicate").GetBoolean()));
        }

        Assert.Equal([("m1", false), ("m1", true), ("m2", false)], answers);
        cluster.Errors.AssertNone();
    }

    [Fact]
    public async Task RetryDeadLetter_TheHandlerWorksNow_RunsItAndTheLetterIsGone()
    {
        var works = false;
        await using var cluster = await NetraCluster.StartAsync(ShapeWith(Lambda("order", context =>
        {
            if (!works) throw new InvalidOperationException("Not yet.");
            context.Publish(new NewMessage("done", null, context.Message.Payload));
            return Task.CompletedTask;
        })));
        var user = cluster.Gateway.User("ada");
        var refused = (await user.SubmitAsync(RequestOf("order", "m1")).InTime()).Answers[0];
        Assert.Equal((SubmitStatus.Refused, "handler_failed"), (refused.Status, refused.Error!.Code.Name));
        var letter = Assert.Single((await user.ReadDeadLettersAsync(0, 10)).DeadLetters);

        var failed = await user.RetryDeadLetterAsync(letter.Seq).InTime();
        Assert.Equal((true, null, "handler_failed"), (failed.Found, failed.Seq, failed.Refusal?.Code.Name));
        Assert.Single((await user.ReadDeadLettersAsync(0, 10)).DeadLetters);

        works = true;
        var retries = await Task.WhenAll(user.RetryDeadLetterAsync(letter.Seq), user.RetryDeadLetterAsync(letter.Seq)).InTime();
        Assert.Equal([false, true], retries.Select(retry => retry.Found).Order());
        Assert.Equal(letter.Seq + 1, retries.Single(retry => retry.Found).Seq);
        Assert.Empty((await user.ReadDeadLettersAsync(0, 10)).DeadLetters);
        Assert.Single((await user.ReadHistoryAsync(0, 10)).Frames);
    }

    private static MessageHandlerRegistration Lambda(string type, Func<IMessageContext, Task> handle) =>
        new(type, _ => new LambdaHandler(handle), new MessageHandlerOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });

    private static ClusterShape ShapeWith(MessageHandlerRegistration registration) => new()
    {
        Silo = silo =>
        {
            silo.Services.AddSingleton(registration);
            silo.Services.Configure<WorkOptions>(work => work.ScanInterval = work.FirstScanDelay = TimeSpan.FromMilliseconds(500));
        },
    };

    private static SubmitRequest RequestOf(string type, string id) =>
        new(ConnectionId.NewId(), ClientId.NewId(), [new SubmittedItem(type, id, "{}"u8.ToArray())]);

    private sealed class LambdaHandler(Func<IMessageContext, Task> handle) : IMessageHandler
    {
        public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken) => handle(context);
    }
}
