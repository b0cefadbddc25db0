using System.Text.Json;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Messages of handlers for other users.</summary>
public sealed class OutboxTests : IAsyncDisposable
{
    private static readonly PublishResult QueueFull = new([], QueueFullException.Error);

    private readonly HandlerStore _store = new();
    private readonly List<(string To, PublishRequest Request)> _calls = [];

    public OutboxTests() => _store.Registrations.Add(LambdaHandler.For("tell", context =>
    {
        foreach (var to in context.Message.Id!.Split(','))
            context.PublishTo(UserId.Parse(to), HandlerUser.New("hello", $$"""{"n":{{context.Message.Payload.Length}}}"""));
    }));

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public Task Deliver_Messages_GoToEachUserInTheirOrderAndTheirRecordsGo() => Exclusively.RunAsync(async () =>
    {
        Deliver((_, request) => HandlerStore.Delivered(request));
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("tell", "bob,eve,bob,bob");
        await NoWorkAsync();

        Assert.All(_calls, call => Assert.Equal(PublishOrigin.Outbox, call.Request.Origin));
        var accepted = user.Log.Written[0].WorkToWrite.Select(record => (OutboxWork)WorkFormat.Read(record.Body)).ToList();
        foreach (var to in new[] { "bob", "eve" })
        {
            var expected = accepted.Where(work => work.To.Value == to).Select(work => work.Id);
            Assert.Equal(expected, _calls.Where(call => call.To == to).SelectMany(call => call.Request.Messages).Select(message => message.Id));
        }

        Assert.Equal(4, accepted.Select(work => work.Id).Distinct().Count());
    });

    [Fact]
    public Task Deliver_TargetRefusesOrFails_IsTriedAgainUnderTheSameIdWithGrowingPauses() => Exclusively.RunAsync(async () =>
    {
        (_store.Work.FirstRetryDelay, _store.Work.MaxRetryDelay) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300));
        Deliver((_, request) => _calls.Count switch
        {
            1 => QueueFull,
            2 => throw new UserUnavailableException("Down."),
            3 => throw new TimeoutException("No answer."),
            4 => QueueFull,
            _ => HandlerStore.Delivered(request),
        });
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("tell", "bob");
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 4; i++) pauses.Add(await _store.PassPauseAsync());
        await NoWorkAsync();

        Assert.Equal(5, _calls.Count);
        Assert.Single(_calls.Select(call => call.Request.Messages.Single().Id).Distinct());
        foreach (var (pause, longest) in pauses.Zip([100, 200, 300, 300])) Assert.InRange(pause.TotalMilliseconds, 1, longest);
    });

    [Fact]
    public Task Deliver_BatchIsRefused_EachGoesAloneAndTheOrderHolds() => Exclusively.RunAsync(async () =>
    {
        var room = 1;
        Deliver((_, request) => request.Messages.Length > room-- ? QueueFull : HandlerStore.Delivered(request));
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("tell", "bob,bob,bob");
        for (var i = 0; i < 3 && (await _store.WorkAsync()).Count > 0; i++)
        {
            room = 1;
            if (_calls.Count > 2) break;
            await Task.Yield();
        }

        room = 1_000;
        // In small steps: however often it looks before the last record is gone, the delivery must not be too late.
        while ((await _store.WorkAsync()).Count > 0)
        {
            _store.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        var ids = user.Log.Written[0].WorkToWrite.Select(record => ((OutboxWork)WorkFormat.Read(record.Body)).Id).ToList();
        var seen = _calls.SelectMany(call => call.Request.Messages).Select(message => message.Id!).Distinct().ToList();
        Assert.Equal(ids, seen);
        Assert.Contains(_calls, call => call.Request.Messages.Length == 1);
    });

    [Fact]
    public Task Deliver_OneUserIsStuck_TheOthersGoOn() => Exclusively.RunAsync(async () =>
    {
        Deliver((to, request) => to == "bob" ? QueueFull : HandlerStore.Delivered(request));
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("tell", "bob,eve,dan");
        while ((await _store.WorkAsync()).Count > 1) await Task.Yield();

        Assert.Equal("bob", ((OutboxWork)WorkFormat.Read((await _store.WorkAsync())[0].Body)).To.Value);
        user.Work.Stop();
    });

    [Fact]
    public Task Deliver_NotWithinItsTime_IsADeadLetterOfItsSenderByTheCommitThatEndsIt() => Exclusively.RunAsync(async () =>
    {
        _store.Work.DeliveryTimeout = TimeSpan.FromMilliseconds(50);
        Deliver((_, _) => QueueFull);
        var user = new HandlerUser(_store);
        await user.SubmitOneAsync("tell", "bob", "{ }");
        while ((await _store.WorkAsync()).Count > 0)
        {
            _store.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        var letter = Assert.Single(await _store.DeadLettersAsync());
        Assert.Equal(DeadLetterReason.Undeliverable, letter.Reason);
        using var json = JsonDocument.Parse(letter.Json);
        Assert.Equal("hello", json.RootElement.GetProperty("type").GetString());
        Assert.Equal(
            """{"user_id":"bob","priority":"normal","ttl_ms":null,"durable":true,"payload":{"n":3}}""", json.RootElement.GetProperty("payload").GetRawText());
        while (user.Log.Written.Count < 2) await Task.Yield();
        var end = user.Log.Written[^1];
        Assert.Equal((1, 1), (end.DeadLettersToAdd.Count, end.WorkToForget.Count));
    });

    [Fact]
    public Task Deliver_TooLateAfterARestart_IsADeadLetterWithoutACall() => Exclusively.RunAsync(async () =>
    {
        Deliver((_, _) => QueueFull);
        var before = new HandlerUser(_store);
        await before.SubmitOneAsync("tell", "bob");
        while (_calls.Count == 0) await Task.Yield();
        before.Crash();
        _store.Time.Advance(_store.Work.DeliveryTimeout);
        var calls = _calls.Count;
        Deliver((_, request) => HandlerStore.Delivered(request));
        await new HandlerUser(_store).PublishNoteAsync();
        await NoWorkAsync();

        Assert.Equal(calls, _calls.Count);
        Assert.Equal(DeadLetterReason.Undeliverable, Assert.Single(await _store.DeadLettersAsync()).Reason);
    });

    [Fact]
    public void Validate_DeliveryTimeoutNearTheWindowOfIds_IsRefused()
    {
        var options = new WorkOptions { DeliveryTimeout = TimeSpan.FromHours(23.5) };

        Assert.Contains("DeliveryTimeout", new WorkOptionsValidator().Validate(null, options).FailureMessage, StringComparison.Ordinal);
        Assert.True(new WorkOptionsValidator().Validate(null, new WorkOptions()).Succeeded);
    }

    [Fact]
    public Task Deliver_CrashBeforeTheRecordGoes_IsRepeatedUnderTheSameId() => Exclusively.RunAsync(async () =>
    {
        Deliver((_, request) => HandlerStore.Delivered(request));
        var before = new HandlerUser(_store);
        before.Log.Faults.Enqueue(CommitFault.None);
        before.Log.Faults.Enqueue(CommitFault.BeforeWrite);
        await before.SubmitOneAsync("tell", "bob");
        while (before.Log.Faults.Count > 0) await Task.Yield();
        before.Crash();
        Assert.Single(await _store.WorkAsync());

        var after = new HandlerUser(_store);
        await after.PublishNoteAsync();
        await NoWorkAsync();

        Assert.Equal(2, _calls.Count);
        Assert.Equal(_calls[0].Request.Messages[0].Id, _calls[1].Request.Messages[0].Id);
    });

    [Fact]
    public Task Submit_MoreMessagesThanTheOutboxHolds_IsRefusedWithoutAnyEffect() => Exclusively.RunAsync(async () =>
    {
        _store.Work.MaxRecordsPerUser = 2;
        var answer = await new HandlerUser(_store).SubmitOneAsync("tell", "bob,eve,dan");

        Assert.Equal(ErrorCodes.QueueFull, answer.Error!.Code);
        Assert.Empty(await _store.WorkAsync());
        Assert.Empty(await _store.DeadLettersAsync());
    });

    [Fact]
    public void IdOf_TheSameIdOfTwoSenders_IsTwoIds()
    {
        var message = HandlerUser.New("hello", id: "1");
        var ada = OutboxWork.IdOf(UserId.Parse("ada"), message);

        Assert.Equal(ada, OutboxWork.IdOf(UserId.Parse("ada"), message));
        Assert.NotEqual(ada, OutboxWork.IdOf(UserId.Parse("bob"), message));
        Assert.NotEqual(OutboxWork.IdOf(UserId.Parse("ada"), HandlerUser.New("a")), OutboxWork.IdOf(UserId.Parse("ada"), HandlerUser.New("a")));
    }

    private void Deliver(Func<string, PublishRequest, PublishResult> answer) => _store.Deliver = async (to, request) =>
    {
        _calls.Add((to.Value, request));
        await Task.Yield();
        return answer(to.Value, request);
    };

    private async Task NoWorkAsync()
    {
        while ((await _store.WorkAsync()).Count > 0) await Task.Yield();
    }
}
