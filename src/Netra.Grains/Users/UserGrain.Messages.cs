namespace Netra.Grains;

internal sealed partial class UserGrain
{
    public Task<bool> RevokeAsync(long seq) => RunAsync(async log =>
    {
        await log.ReadIndexOnceAsync();
        await log.LettersAsync();
        if (!log.HasMessage(seq)) return false;
        var change = new UserChange();
        change.Revoked.Add(seq);
        await log.Stage(change).Durable;
        return true;
    });
}
