using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>Publishes to many users: with one call to each silo that several of them are known to be on, and with a call of its own to the grain of each other.</summary>
/// <remarks>
/// Failure policy: never throws. A user whose grain fails is answered as unavailable. When the call to a silo fails, all of its users are: whether their messages
/// were stored is not known, so that nothing may be sent a second time.
/// </remarks>
internal sealed class BatchPublisher(IUserDirectory users, IPublishClient silos, UserHomes known, ILogger<BatchPublisher> logger)
{
    /// <summary>Publishes each item, all at once, and answers in their order.</summary>
    public async Task<PublishResult[]> PublishAsync(UserPublish[] batch)
    {
        var answers = new PublishResult[batch.Length];
        var calls = new List<Task>();
        var homes = PlacesByHome(batch, out var elsewhere);
        foreach (var (silo, places) in homes)
        {
            if (places.Count > 1 && silos.IsThere(silo)) calls.Add(PublishToSiloAsync(silo, places, batch, answers));
            else elsewhere.AddRange(places);
        }

        foreach (var place in elsewhere) calls.Add(PublishToUserAsync(place, batch, answers));
        await Task.WhenAll(calls);
        return answers;
    }

    private Dictionary<SiloAddress, List<int>> PlacesByHome(UserPublish[] batch, out List<int> unknown)
    {
        var homes = new Dictionary<SiloAddress, List<int>>();
        unknown = [];
        for (var i = 0; i < batch.Length; i++)
        {
            if (known.Find(batch[i].User) is { } silo)
                (CollectionsMarshal.GetValueRefOrAddDefault(homes, silo, out _) ??= new List<int>(batch.Length)).Add(i);
            else
                unknown.Add(i);
        }

        return homes;
    }

    private async Task PublishToSiloAsync(SiloAddress silo, List<int> places, UserPublish[] batch, PublishResult[] answers)
    {
        PublishResult?[] results;
        try
        {
            results = await silos.PublishAsync(silo, places.Count == batch.Length ? batch : [.. places.Select(place => batch[place])]);
        }
        catch (Exception exception)
        {
            GatewayLog.ApiCallFailed(logger, exception);
            foreach (var place in places) answers[place] = PublishResult.Unconfirmed;
            return;
        }

        List<Task>? moved = null;
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i] is { } result) answers[places[i]] = result;
            else (moved ??= []).Add(PublishToUserAsync(places[i], batch, answers));
        }

        if (moved is not null) await Task.WhenAll(moved);
    }

    private async Task PublishToUserAsync(int place, UserPublish[] batch, PublishResult[] answers)
    {
        var (user, request) = batch[place];
        try
        {
            var result = await users.Find(user).PublishAsync(request);
            if (result.Home is { } home) known.Learn(user, home);
            answers[place] = result;
        }
        catch (UserUnavailableException exception)
        {
            GatewayLog.ApiCallFailed(logger, exception);
            answers[place] = PublishResult.Unavailable(exception.Message);
        }
        catch (Exception exception)
        {
            GatewayLog.ApiCallFailed(logger, exception);
            answers[place] = PublishResult.Unconfirmed;
        }
    }
}
