import { extensions } from './extensions';
import { createApp } from './template/app';
import { readImageVersions } from './template/image-versions';
import { service, template } from './template/service';

createApp({ service, template, imageVersions: readImageVersions(service), extensions });
