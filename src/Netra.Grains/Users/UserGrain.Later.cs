using Netra.Abstractions;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    public async Task<SubmitResult> SubmitAsync(SubmitRequest request)
    {
        var published = await PublishAsync(new PublishRequest([.. request.Items.Select(item => new NewMessage(item.Type, item.Id, item.Payload))]));
        return new SubmitResult([.. published.Messages.Select(message => new SubmitAnswer(SubmitStatus.Accepted, message.Seq))]);
    }


    public Task ResumeWorkAsync() => Task.CompletedTask;
}
